import Logging
import SkeletonAPI
import SkeletonModel
import SkeletonService
import Testing

@testable import Routes

/// A server on a port, and clients that talk to its socket.
struct ServerTests {
    @Test func aBodyOfAGetIsReadAndTheConnectionLivesOn() async throws {
        try await Self.serve { (port: Int) async throws in
            let connection = try RawConnection(port: port)
            let body = #"{"node_ids": [864691135000000001, 864691135000000404]}"#
            let path = "/segmentation/api/v1/table/demo_stack/valid_nodes?start_timestamp=946684800.0"
            connection.send("GET \(path) HTTP/1.1\r\nHost: x\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
            let first = await connection.readAnswers(1)
            #expect(first.hasSuffix("{\"valid_roots\":[864691135000000001]}\n"))
            // An answer for whom the body is of no interest must not leave it behind either.
            connection.send("GET /health HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nabcde")
            #expect(await connection.readAnswers(1).hasSuffix("\"healthy\"\n"))
            connection.send("GET /skeletoncache/api/version HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(await connection.readAnswers(1).hasSuffix("\"0.23.11\"\n"))
        }
    }

    @Test func requestsInARowAreAnsweredInTheirOrder() async throws {
        try await Self.serve { (port: Int) async throws in
            let connection = try RawConnection(port: port)
            let paths = ["/health", "/skeletoncache/api/version", "/nothing", "/skeletoncache/api/versions"]
            connection.send(paths.map { "GET \($0) HTTP/1.1\r\nHost: x\r\n\r\n" }.joined())
            let answers = await connection.readAnswers(4).split(
                separator: "HTTP/1.1 ",
                omittingEmptySubsequences: false
            ).dropFirst()
            #expect(answers.map { String($0.prefix(3)) } == ["200", "200", "404", "200"])
            #expect(answers.last?.hasSuffix("[-1,0,1,2,3,4]\n") == true)
        }
    }

    @Test(arguments: [
        "nonsense\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "GET /health HTTP/1.1\r\nContent-Length: -5\r\n\r\n",
        "POST /health HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "\u{16}\u{3}\u{1}\u{2}\r\n\r\n",
        "GET /health HTTP/1.1\r\nContent-Length: 10\r\n\r\nabc",
    ])
    func whatIsNoRequestHarmsNobodyElse(_ bytes: String) async throws {
        try await Self.serve { (port: Int) async throws in
            do {
                let connection = try RawConnection(port: port)
                connection.send(bytes)
            }
            let other = try RawConnection(port: port)
            other.send("GET /health HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(await other.readAnswers(1).hasSuffix("\"healthy\"\n"))
        }
    }

    @Test func aSlowSenderIsGivenUp() async throws {
        var options = ServeOptions()
        options.patience = .milliseconds(200)
        try await Self.serve(options) { (port: Int) async throws in
            let head = try RawConnection(port: port)
            head.send("GET /health HTTP/1.1\r\nHost:")
            #expect(await head.readToEnd() == "")
            let body = try RawConnection(port: port)
            body.send("POST /skeletoncache/api/v1/demo_stack/precomputed/skeleton/exists HTTP/1.1\r\nHost: x\r\n")
            body.send("Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{")
            let answer = await body.readToEnd()
            #expect(answer.isEmpty || answer.hasPrefix("HTTP/1.1 408 "))
        }
    }

    @Test func aDroppedRequestHasNoAnswerAndATruncatedOneHalf() async throws {
        var options = ServeOptions()
        options.fault = try FaultPlan("drop=1")
        try await Self.serve(options) { (port: Int) async throws in
            let connection = try RawConnection(port: port)
            connection.send("GET /skeletoncache/api/version HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(await connection.readToEnd() == "")
        }
        options.fault = try FaultPlan("truncate=1")
        try await Self.serve(options) { (port: Int) async throws in
            let connection = try RawConnection(port: port)
            connection.send("GET /skeletoncache/api/version HTTP/1.1\r\nHost: x\r\n\r\n")
            let answer = await connection.readToEnd()
            #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
            #expect(answer.contains("Content-Length: 10\r\n"))
            #expect(answer.hasSuffix("\r\n\r\n\"0.23"))
        }
    }

    @Test func aPortThatIsTakenIsNamed() async throws {
        let standIn = try await StandInService.shared()
        try await Self.serve { (port: Int) async throws in
            let second = try HTTPServer(standIn.service, options: ServeOptions(port: port), logger: .silent)
            let error = await #expect(throws: RoutesError.self) { try await second.run { _ in } }
            #expect(error == .portInUse(host: "127.0.0.1", port: port))
            #expect(
                error?.description
                    == "port \(port) of 127.0.0.1 is in use by another program; choose another with --port, or 0 for a free one"
            )
        }
    }

    @Test func aServerThatEndsAnswersThoseWhoWait() async throws {
        let standIn = try await StandInService()
        let server = try HTTPServer(standIn.service, options: ServeOptions(), logger: .silent)
        let (ports, announcement) = AsyncStream<Int>.makeStream()
        let running = Task { try await server.run { announcement.yield(Self.port($0)) } }
        var iterator = ports.makeAsyncIterator()
        let port = try #require(await iterator.next())
        let idle = try RawConnection(port: port)
        let waiting = try RawConnection(port: port)
        let id = StandInService.id(32)
        waiting.send("GET /skeletoncache/api/v1/demo_stack/async/get_skeleton/4/\(id)/swc HTTP/1.1\r\nHost: x\r\n\r\n")
        // It waits as soon as its skeleton is queued.
        while try await standIn.service.status(of: [id], datastack: "demo_stack")[id]?.word != .queued {
            try await Task.sleep(for: .milliseconds(5))
        }
        await server.stop()
        #expect(await waiting.readToEnd().hasPrefix("HTTP/1.1 503 "))
        #expect(await idle.readToEnd() == "")
        try await running.value
        #expect(throws: RawConnection.Failed.self) { try RawConnection(port: port) }
        await standIn.service.close()
    }

    // MARK: Serving

    private static func serve(
        _ options: ServeOptions = ServeOptions(),
        _ body: @escaping @Sendable (_ port: Int) async throws -> Void
    ) async throws {
        let standIn = try await StandInService.shared()
        let server = try HTTPServer(standIn.service, options: options, logger: .silent)
        let (ports, announcement) = AsyncStream<Int>.makeStream()
        let running = Task { try await server.run { announcement.yield(port($0)) } }
        var iterator = ports.makeAsyncIterator()
        let result: Result<Void, any Error>
        do {
            try await body(#require(await iterator.next()))
            result = .success(())
        } catch {
            result = .failure(error)
        }
        await server.stop()
        try await running.value
        try result.get()
    }

    private static func port(_ address: String) -> Int {
        Int(address.split(separator: ":").last ?? "") ?? 0
    }
}
