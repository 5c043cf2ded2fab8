import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import SkeletonAPI
import SkeletonModel
import Testing

@testable import Routes

/// An answer as it arrived, its Content-Encoding undone.
struct Received: Sendable {
    let status: Int
    let headers: HTTPFields
    let body: [UInt8]

    init(_ response: TestResponse) throws {
        status = response.status.code
        headers = response.headers
        let bytes = Array(response.body.readableBytesView)
        body = headers[.contentEncoding] == "gzip" ? try Gzip.decompress(bytes) : bytes
    }

    var content: Content { Content(body) }
    var text: String { String(decoding: body, as: UTF8.self) }
    func header(_ name: String) -> String? { HTTPField.Name(name).flatMap { headers[$0] } }
}

/// Requests to routes in memory.
struct Replay: Sendable {
    let client: any TestClientProtocol

    /// Puts routes over a service and hands them to a test.
    static func on<Value: Sendable>(
        _ service: any SkeletonHosting,
        _ options: ServeOptions = ServeOptions(),
        _ body: @escaping @Sendable (Replay) async throws -> Value
    ) async throws -> Value {
        try await on(ServiceRoutes(service, options: options, logger: .silent), body)
    }

    static func on<Value: Sendable>(
        _ routes: ServiceRoutes,
        _ body: @escaping @Sendable (Replay) async throws -> Value
    ) async throws -> Value {
        try await Application(responder: routes).test(.router) { try await body(Replay(client: $0)) }
    }

    func send(
        _ method: String,
        _ path: String,
        headers: [String: String] = [:],
        body: [UInt8]? = nil
    ) async throws -> Received {
        var fields = HTTPFields()
        for (name, value) in headers { fields[try #require(HTTPField.Name(name))] = value }
        let response = try await client.execute(
            uri: path,
            method: try #require(HTTPRequest.Method(method)),
            headers: fields,
            body: body.map { ByteBuffer(bytes: $0) }
        )
        return try Received(response)
    }

    func get(_ path: String, headers: [String: String] = [:]) async throws -> Received {
        try await send("GET", path, headers: headers)
    }

    func post(_ path: String, _ json: String, headers: [String: String] = [:]) async throws -> Received {
        let type = ["Content-Type": "application/json"]
        return try await send(
            "POST",
            path,
            headers: headers.merging(type) { given, _ in given },
            body: Array(json.utf8)
        )
    }

    /// Sends what was recorded.
    func send(_ exchange: Exchange) async throws -> Received {
        try await send(
            exchange.method,
            exchange.path,
            headers: exchange.requestHeaders,
            body: exchange.requestBody
        )
    }
}

/// Compares an answer with the recorded one in all that matters.
func expectEqual(_ received: Received, _ exchange: Exchange, _ location: SourceLocation = #_sourceLocation) {
    expectEqualHead(received, exchange, location)
    if let body = exchange.body {
        expectSame(received.content, exchange.isUnpacked ? .gzip([Content(body)]) : Content(body), exchange, location)
    }
}

/// Compares without showing a difference that nobody could read, which for long lists takes minutes.
func expectSame(
    _ ours: Content?,
    _ theirs: Content?,
    _ exchange: Exchange,
    _ location: SourceLocation = #_sourceLocation
) {
    let isSame = ours == theirs
    #expect(
        isSame,
        "\(exchange.testDescription): \(ours?.testDescription ?? "-") is not \(theirs?.testDescription ?? "-")",
        sourceLocation: location
    )
}

func expectEqualHead(_ received: Received, _ exchange: Exchange, _ location: SourceLocation = #_sourceLocation) {
    #expect(received.status == exchange.status, "\(exchange.testDescription)", sourceLocation: location)
    for (name, value) in exchange.headers {
        #expect(received.header(name) == value, "\(name) of \(exchange.testDescription)", sourceLocation: location)
    }
}

extension Logger {
    /// For tests that do not look at messages.
    static let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
}
