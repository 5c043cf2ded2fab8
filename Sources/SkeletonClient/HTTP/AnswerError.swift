import FoundationEssentials
import SkeletonAPI
import SkeletonModel

/// What an answer that is no success means to the caller.
struct AnswerError {
    private let call: ServiceCall
    private let answer: HTTPAnswer
    private let content: Content

    init(_ call: ServiceCall, _ answer: HTTPAnswer) {
        (self.call, self.answer) = (call, answer)
        content = Content(answer, call.token)
    }

    /// The error of an answer with a status that is no success.
    var error: ServiceError {
        switch answer.status {
        case 300..<400: .request(redirected)
        case 400: knownRefusal ?? .request(failure(.http, "the server refused the request"))
        case 401: .request(unauthorized)
        case 403: .request(forbidden)
        case 429: .request(failure(.rateLimited, "too many requests"))
        case 408, 502, 503, 504: .request(failure(.unavailable, "the server is not available"))
        case 500...: internalError
        default: .request(failure(.http, "the server refused the request"))
        }
    }

    /// The error of a success whose content is wrong.
    func garbled(_ error: BadAnswer) -> ServiceError {
        let said = content.text.isEmpty ? "" : " (it says: \(content.text))"
        let problem = call.token?.redacted(error.problem) ?? error.problem
        return .request(
            RequestFailure(
                .badAnswer,
                url: call.url,
                message: "\(server) gave an answer that is not what was asked for: \(problem)\(said)",
                status: answer.status,
                rootID: call.rootID
            )
        )
    }

    private var server: String { ServerAddress(call.url)?.netloc ?? call.url }

    private func failure(_ kind: RequestFailure.Kind, _ what: String, link: String? = nil) -> RequestFailure {
        let said = content.text.isEmpty ? "" : ": \(content.text)"
        return RequestFailure(
            kind,
            url: call.url,
            message: "\(server): \(what) (status \(answer.status))\(said)",
            status: answer.status,
            retryAfter: retryAfter,
            rootID: call.rootID,
            link: link
        )
    }

    /// A page to log in at is all that an API ever redirects to.
    private var redirected: RequestFailure {
        RequestFailure(
            .noToken,
            url: call.url,
            message: "\(server) has no valid token from us and sends to a page to log in (see 'karst auth')",
            status: answer.status,
            rootID: call.rootID
        )
    }

    private var unauthorized: RequestFailure {
        call.token == nil
            ? failure(.noToken, "a token is needed, and none was found (see 'karst auth')")
            : failure(.invalidToken, "the token is not valid, or has expired (see 'karst auth')")
    }

    private var forbidden: RequestFailure {
        guard content.code == "missing_tos" else { return failure(.forbidden, "the token's owner may not do this") }
        let link = content.data?["tos_form_url"]?.stringValue
        let name = content.data?["tos_name"]?.stringValue.map { "'\($0)' " } ?? ""
        let place = link.map { " at \($0)" } ?? ""
        return RequestFailure(
            .missingTerms,
            url: call.url,
            message: "\(server): the terms of service \(name)have to be accepted first\(place)",
            status: answer.status,
            rootID: call.rootID,
            link: link
        )
    }

    /// The sentences with which the service refuses an id, and its authorization a datastack.
    private var knownRefusal: ServiceError? {
        if content.code == "invalid_table_id" { return .unknownDatastack(call.datastack, known: []) }
        guard let id = call.rootID else { return nil }
        if content.text.contains("is in the refusal list") { return .refused(id) }
        if content.text.contains("different level of the PCG") { return .wrongLayer(id) }
        if content.text.contains("perhaps it doesn't exist") { return .invalid(id, datastack: call.datastack) }
        return nil
    }

    private var internalError: ServiceError {
        .request(failure(answer.status == 500 ? .http : .unavailable, "the server failed"))
    }

    private var retryAfter: Double? {
        guard let text = answer.header("retry-after") else { return nil }
        if let seconds = Double(text) { return seconds.isFinite && seconds >= 0 ? seconds : nil }
        guard let date = HTTPDate.seconds(text) else { return nil }
        // Both by the server's clock, which ours need not agree with.
        return max(0, date - (answer.header("date").flatMap(HTTPDate.seconds) ?? Date().timeIntervalSince1970))
    }
}

extension AnswerError {
    /// What can be made of an answer's content: the service's JSON, or the beginning of whatever it is.
    private struct Content {
        /// The machine-readable word of the authorization's answers.
        var code: String?
        var data: JSONObject?
        /// What people can read of it; no token is in it.
        var text = ""

        private static let longest = 300

        init(_ answer: HTTPAnswer, _ token: Token?) {
            let isCompressed = answer.header("content-encoding") != nil || Gzip.isGzip(answer.body)
            let body = isCompressed ? (try? Gzip.decompress(answer.body, limit: 1 << 20)) ?? [] : answer.body
            if body.count < 1 << 20, case .object(let object)? = try? JSONValue.parse(body) {
                code = object["error"]?.stringValue
                data = object["data"]?.objectValue
                text =
                    object.members.lazy.filter { $0.key != "error" }.compactMap(\.value.stringValue).first ?? code ?? ""
            } else if !isCompressed {
                text = Self.beginning(of: body)
            }
            text = String(text.prefix(Self.longest))
            if let token { text = token.redacted(text) }
        }

        private static func beginning(of body: [UInt8]) -> String {
            let start = String(decoding: body.prefix(longest), as: UTF8.self).trimmingBlanks
            let lower = start.lowercased()
            if lower.hasPrefix("<!doctype html") || lower.hasPrefix("<html") { return "an HTML page" }
            let isText = start.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0xFFFD || $0 == "\n" }
            return isText ? start.replacing("\n", with: " ") : ""
        }
    }
}
