import HTTPTypes
import HummingbirdCore
import SkeletonModel

/// Finds out who asks, in the order and with the answers of the reference's middle-auth library.
struct Authorization: Sendable {
    /// Nil on a server that asks for no tokens.
    let list: AccessList?
    /// The datastacks that are known here; another one is unknown to the permissions too.
    let isKnown: @Sendable (String) async -> Bool

    /// Where in a request a token was.
    private enum Token {
        case header(String)
        case query(String)
        case cookie(String)

        var text: String {
            switch self {
            case .header(let text), .query(let text), .cookie(let text): text
            }
        }
    }

    /// Who asks to see a datastack.
    ///
    /// - Throws: `Declined` with the answer, when they may not.
    func user(of request: Request, _ address: Address, datastack: String, client: String) async throws -> User {
        guard let list else { return .anybody(at: client) }
        let user = try self.user(of: request, address, list)
        guard await isKnown(datastack) else { throw Declined(Self.unknown(datastack)) }
        guard user.mayView(datastack) else { throw Declined(Self.missingPermission(list.authDataset(datastack))) }
        if let terms = user.terms { throw Declined(Self.missingTerms(terms)) }
        return user
    }

    private func user(of request: Request, _ address: Address, _ list: AccessList) throws(Declined) -> User {
        let realm = "\(list.loginService ?? "http://\(request.head.authority ?? "")/sticky_auth")/api/v1/authorize"
        guard let token = try token(of: request, address, realm: realm) else {
            throw Declined(
                isProgrammatic(request)
                    ? Self.unauthorized("no_token", "Unauthorized - No Token Provided", realm)
                    : Self.redirect(to: "\(realm)?redirect=\(Address.encoded(Self.url(request, address.full)))")
            )
        }
        if case .query(let text) = token, !isProgrammatic(request) {
            var answer = Self.redirect(to: Self.url(request, address.removing("middle_auth_token")))
            answer.headers[.setCookie] = "middle_auth_token=\(text); Secure; HttpOnly; Path=/"
            throw Declined(answer)
        }
        guard let user = list.user(of: token.text) else {
            throw Declined(
                Self.unauthorized(
                    "invalid_token",
                    "Unauthorized - Token is Invalid or Expired",
                    realm,
                    description: ("invalid_token", "Invalid/Expired Token")
                )
            )
        }
        return user
    }

    private func token(of request: Request, _ address: Address, realm: String) throws(Declined) -> Token? {
        if let header = request.headers[.authorization] {
            guard header.hasPrefix("Bearer ") else {
                throw Declined(
                    Self.unauthorized(
                        "bad_auth_header",
                        "Authorization header must begin with 'Bearer'",
                        realm,
                        status: .badRequest,
                        description: ("invalid_request", "Header must begin with 'Bearer'")
                    )
                )
            }
            return .header(String(header.dropFirst(7)))
        }
        if let text = address.queryValue("middle_auth_token") { return .query(text) }
        for cookie in request.headers[values: .cookie].joined(separator: ";").split(separator: ";") {
            let cookie = cookie.drop { $0 == " " }
            if cookie.hasPrefix("middle_auth_token=") { return .cookie(String(cookie.dropFirst(18))) }
        }
        return nil
    }

    private func isProgrammatic(_ request: Request) -> Bool {
        let fields: [HTTPField.Name] = [.authorization, .requestedWith, .origin]
        return fields.contains { request.headers[$0] != nil }
    }

    private static func url(_ request: Request, _ path: String) -> String {
        "http://\(request.head.authority ?? "127.0.0.1")\(path)"
    }

    // MARK: Answers

    private static func unauthorized(
        _ error: String,
        _ message: String,
        _ realm: String,
        status: HTTPResponse.Status = .unauthorized,
        description: (error: String, text: String)? = nil
    ) -> Answer {
        var answer = Answer(.object(["error": .string(error), "message": .string(message)]), status: status)
        var challenge = "Bearer realm=\"\(realm)\""
        if let description {
            challenge += ", error=\"\(description.error)\", error_description=\"\(description.text)\""
        }
        answer.headers[.wwwAuthenticate] = challenge
        return answer
    }

    private static func unknown(_ datastack: String) -> Answer {
        let data: JSONObject = [
            "auth_dataset": .null, "resource_namespace": .string("datastack"), "table_id": .string(datastack),
        ]
        return declined("invalid_table_id", "Invalid table_id for service", data, status: .badRequest)
    }

    private static func missingPermission(_ dataset: String) -> Answer {
        declined(
            "missing_permission",
            "Missing permission: view for dataset \(dataset)",
            ["auth_dataset": .string(dataset), "required_permission": .string("view")]
        )
    }

    private static func missingTerms(_ terms: User.Terms) -> Answer {
        declined(
            "missing_tos",
            "Need to accept Terms of Service to access resource.",
            ["tos_form_url": .string(terms.formURL), "tos_id": .integer(terms.id), "tos_name": .string(terms.name)]
        )
    }

    private static func declined(
        _ error: String,
        _ message: String,
        _ data: JSONObject,
        status: HTTPResponse.Status = .forbidden
    ) -> Answer {
        Answer(
            .object(["data": .object(data), "error": .string(error), "message": .string(message)]),
            status: status
        )
    }

    static func redirect(to location: String) -> Answer {
        let shown = location.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing("\"", with: "&#34;")
        var answer = Answer.html(
            """
            <!doctype html>
            <html lang=en>
            <title>Redirecting...</title>
            <h1>Redirecting...</h1>
            <p>You should be redirected automatically to the target URL: <a href="\(shown)">\(shown)</a>. If not, click the link.

            """,
            status: .found
        )
        answer.headers[.location] = location
        return answer
    }
}

extension Address {
    /// Path and query as they were sent.
    fileprivate var full: String { query.isEmpty ? pathText : "\(pathText)?\(query)" }
}
