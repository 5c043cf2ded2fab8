import FoundationEssentials
import SkeletonModel
import TestSupport
import Testing

@testable import SkeletonClient

/// Exchanges between the reference's client and the reference's service, as they were recorded.
struct Recording: Sendable {
    struct Exchange: Sendable {
        var method: String
        var path: String
        var body: JSONValue?
        var answer: HTTPAnswer
    }

    static let server = "http://127.0.0.1:9"
    static let token = "0123456789abcdef0123456789abcdef"
    static let isThere = Repository.hasShared

    let returns: JSONValue
    let exchanges: [Exchange]

    init(_ name: String) throws {
        let path = Repository.shared.appending(path: "golden/protocol/\(name).json").path
        let text = String(decoding: try AtomicFile.read(path), as: UTF8.self)
            .replacing("{BASE}", with: Self.server).replacing("{HOST}", with: "127.0.0.1:9")
        let object = try #require(try JSONValue.parse(text).objectValue)
        returns = object["returns"] ?? .null
        exchanges = try (object["exchanges"]?.arrayValue ?? []).map { try Exchange($0) }
    }
}

extension Recording.Exchange {
    init(_ value: JSONValue) throws {
        let request = try #require(value.objectValue?["request"]?.objectValue)
        let response = try #require(value.objectValue?["response"]?.objectValue)
        method = try #require(request["method"]?.stringValue)
        path = try #require(request["path"]?.stringValue)
        body = try request["body"]?.stringValue.map { try JSONValue.parse($0) }
        answer = HTTPAnswer(status: Int(try #require(response["status"]?.integerValue)))
        for member in response["headers"]?.objectValue?.members ?? [] where member.key != "Content-Encoding" {
            // Bodies were stored after the transfer's encoding was undone.
            answer.headers.append((member.key, member.value.stringValue ?? ""))
        }
        if let text = response["body"]?.stringValue {
            answer.body = Array(text.utf8)
        } else if let text = response["body_base64"]?.stringValue {
            answer.body = Array(try #require(Data(base64Encoded: text)))
        }
    }
}
