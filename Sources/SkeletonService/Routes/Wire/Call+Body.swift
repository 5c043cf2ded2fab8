import HTTPTypes
import HummingbirdCore
import NIOCore
import SkeletonModel

/// What a body may cost us.
struct BodyLimits: Sendable {
    /// The most bytes.
    var size: Int
    /// The longest that sending it may take.
    var time: Duration
}

extension Call {
    /// The JSON object in the body of a POST.
    func object() async throws -> JSONObject {
        guard isJSON else {
            throw Declined(
                .message(
                    "Did not attempt to load JSON data because the request Content-Type was not 'application/json'.",
                    status: .unsupportedMediaType
                )
            )
        }
        return try await objectOfAnyType()
    }

    /// The JSON object in the body, whatever the request says its type is.
    func objectOfAnyType() async throws -> JSONObject {
        let bytes = try await body()
        guard let value = try? JSONValue.parse(bytes), case .object(let object) = value else {
            throw Declined(
                .message(
                    "The browser (or proxy) sent a request that this server could not understand.",
                    status: .badRequest
                )
            )
        }
        return object
    }

    private var isJSON: Bool {
        let type = request.headers[.contentType]?.lowercased().prefix { $0 != ";" } ?? ""
        return type == "application/json" || (type.hasPrefix("application/") && type.hasSuffix("+json"))
    }

    /// The whole body, within its limits.
    private func body() async throws -> [UInt8] {
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > bodyLimits.size {
            throw tooLarge
        }
        return try await withThrowingTaskGroup { group in
            group.addTask { try await collected() }
            group.addTask { [bodyLimits] in
                try await Task.sleep(for: bodyLimits.time)
                var answer = Answer.message("The body took too long to arrive.", status: .requestTimeout)
                answer.closesConnection = true
                throw Declined(answer)
            }
            defer { group.cancelAll() }
            return try await group.next() ?? []
        }
    }

    private func collected() async throws -> [UInt8] {
        var bytes: [UInt8] = []
        for try await part in request.body {
            guard bytes.count + part.readableBytes <= bodyLimits.size else { throw tooLarge }
            bytes.append(contentsOf: part.readableBytesView)
        }
        return bytes
    }

    private var tooLarge: Declined {
        var answer = Answer.message(
            "The body is larger than the \(bodyLimits.size) bytes that this server takes.",
            status: .contentTooLarge
        )
        answer.closesConnection = true
        return Declined(answer)
    }
}

extension JSONObject {
    /// The list of ids that most bodies hold.
    func rootIDs(_ key: String = "root_ids") throws(Declined) -> [IDText] {
        guard case .array(let values) = self[key] else { throw Self.missing(key) }
        var ids: [IDText] = []
        ids.reserveCapacity(values.count)
        for value in values { ids.append(try IDText(value)) }
        return ids
    }

    /// A number that must be there.
    func integer(_ key: String) throws(Declined) -> Int {
        guard let value = self[key]?.integerValue else { throw Self.missing(key) }
        return Int(value)
    }

    private static func missing(_ key: String) -> Declined {
        Declined(.error("the body needs '\(key)'", status: .badRequest), isThoughtless: true)
    }
}
