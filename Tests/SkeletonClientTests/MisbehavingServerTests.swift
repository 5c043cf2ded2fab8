import FoundationEssentials
import SkeletonAPI
import SkeletonModel
import TestSupport
import Testing

@testable import SkeletonClient

/// Servers that do what servers do on bad days, over a real connection: each ends in the right error within its time,
/// and nothing wrong is kept.
struct MisbehavingServerTests {
    /// One way to go wrong, and what it must be called.
    struct Fault: Sendable, CustomTestStringConvertible {
        let name: String
        let reply: WireServer.Reply
        let kind: RequestFailure.Kind
        let words: String

        var testDescription: String { name }

        init(_ name: String, _ reply: WireServer.Reply, _ kind: RequestFailure.Kind, _ words: String) {
            (self.name, self.reply, self.kind, self.words) = (name, reply, kind, words)
        }

        private static let cell = Gzip.compress(DemoService.flatDict(.test(1)))
        private static let binary = "application/octet-stream"

        static let all: [Fault] = [
            Fault("hangs", .silence, .timedOut, "no sign of life for 0.2 s"),
            Fault(
                "drops the connection in mid-body",
                .bytesThenClose(Array(WireServer.answer("200 OK", binary, cell).dropLast(20))),
                .connection,
                "no answer from 127.0.0.1"
            ),
            Fault(
                "promises more than it sends",
                .bytes(WireServer.answer("200 OK", binary, cell, length: cell.count + 10)),
                .timedOut,
                "no sign of life"
            ),
            Fault(
                "promises less than it sends",
                .bytesThenClose(WireServer.answer("200 OK", binary, cell, length: cell.count - 10)),
                .badAnswer,
                "corrupt or cut short"
            ),
            Fault(
                "sends damaged gzip",
                .bytes(WireServer.answer("200 OK", binary, cell.dropLast(9) + [UInt8](repeating: 7, count: 9))),
                .badAnswer,
                "corrupt or cut short"
            ),
            Fault(
                "sends a page instead of a skeleton",
                .bytes(WireServer.answer("200 OK", "text/html", Array("<html><body>Log in</body></html>".utf8))),
                .badAnswer,
                "an HTML page"
            ),
            Fault(
                "sends null where a skeleton should be",
                .bytes(WireServer.answer("200 OK", "application/json", Array("null".utf8))),
                .badAnswer,
                "it says: null"
            ),
            Fault(
                "sends an error as a success",
                .bytes(WireServer.answer("200 OK", "application/json", Array("{\"Error\": \"out of memory\"}".utf8))),
                .badAnswer,
                "it says: out of memory"
            ),
            Fault(
                "sends another neuron's skeleton",
                .bytes(WireServer.answer("200 OK", binary, Gzip.compress(DemoService.flatDict(.test(2))))),
                .badAnswer,
                "it is of root id 864691135000000002"
            ),
            Fault("is no HTTP server", .bytesThenClose(Array("SSH-2.0-x\r\n".utf8)), .connection, "not HTTP"),
            Fault("closes at once", .bytesThenClose([]), .connection, "closed the connection"),
            Fault(
                "is overloaded",
                .bytes(WireServer.answer("503 Service Unavailable", "text/html", Array("<html>busy</html>".utf8))),
                .unavailable,
                "status 503): an HTML page"
            ),
            Fault(
                "refuses the rate without a time",
                .bytes(WireServer.answer("429 Too Many", "application/json", Array("{\"message\": \"no\"}".utf8))),
                .rateLimited,
                "too many requests (status 429): no"
            ),
            Fault(
                "sends to a page to log in",
                .bytes(
                    Array("HTTP/1.1 302 Found\r\nLocation: https://login.example.org\r\nContent-Length: 0\r\n\r\n".utf8)
                ),
                .noToken,
                "no valid token from us"
            ),
        ]
    }

    private func client(
        _ port: Int,
        _ folder: TemporaryFolder,
        scheme: String = "http",
        certificates: String? = nil,
        patience: Duration = .seconds(30)
    ) throws -> ServiceClient {
        var options = ServiceClient.Options()
        options.environment = ["HOME": folder.path]
        options.serverAddress = "\(scheme)://127.0.0.1:\(port)"
        options.token = Recording.token
        (options.idleTimeout, options.generationTimeout) = (.seconds(30), patience)
        options.retryTime = .seconds(20)
        options.retry.generationPatience = .seconds(20)
        options.certificates = certificates
        options.cache = .folder(folder("cache"))
        let transport = NetworkTransport(options.network)
        return try ServiceClient(datastack: "demo_stack", options, transport: transport, time: VirtualTime().source)
    }

    /// A server that is good until it comes to the skeleton.
    private static func server(_ fault: WireServer.Reply) async throws -> WireServer {
        let demo = DemoService()
        return try await WireServer { path, address in
            if path.contains("/async/get_skeleton/") { return fault }
            let answer = demo.answer(HTTPRequest(method: .get, url: Recording.server + path))
            let body = String(decoding: answer.body, as: UTF8.self).replacing(Recording.server, with: address)
            return .bytes(WireServer.answer("\(answer.status) x", "application/json", Array(body.utf8)))
        }
    }

    @Test(arguments: Fault.all)
    func endsInTheRightError(_ fault: Fault) async throws {
        let folder = try TemporaryFolder()
        let server = try await Self.server(fault.reply)
        // Only where silence is the fault may time run out: machines are slow at times.
        let patience = fault.kind == .timedOut ? Duration.milliseconds(200) : .seconds(30)
        let client = try client(server.port, folder, patience: patience)
        let failure = await failure { () async throws(ServiceError) in
            _ = try await client.skeleton(.test(1), datastack: "demo_stack", version: .newest, format: .dict)
        }
        #expect(failure?.kind == fault.kind)
        #expect(failure?.message.contains(fault.words) == true, "\(failure?.message ?? "no error")")
        #expect(failure?.rootID == .test(1))
        #expect(CacheFolder(folder("cache")).files().isEmpty, "nothing wrong is kept")
    }

    private func failure(_ work: () async throws(ServiceError) -> Void) async -> RequestFailure? {
        do throws(ServiceError) { try await work() } catch {
            if case .request(let failure) = error { return failure }
            Issue.record("\(error)")
        }
        return nil
    }

    // MARK: What becomes of an id

    private static func bulk(_ value: String) -> WireServer.Reply {
        .bytes(WireServer.answer("200 OK", "application/json", Array("{\"\(RootID.test(1))\": \"\(value)\"}".utf8)))
    }

    /// How a server that says that a skeleton is there keeps it from a job, and the reason that the id then has.
    private static let withheld: [Fault] =
        Fault.all.filter { fault in
            ["hangs", "drops", "sends a page", "sends an error", "is overloaded", "refuses the rate", "promises more"]
                .contains { fault.name.hasPrefix($0) }
        } + [
            Fault(
                "sends a word of unknown meaning",
                bulk("maintenance"),
                .badAnswer,
                "it is there, and does not send it"
            ),
            Fault("sends digits of damaged gzip", bulk("1f8b0800"), .badAnswer, "it is there, and does not send it"),
            Fault(
                "sends nothing at all",
                .bytes(WireServer.answer("200 OK", "application/json", [])),
                .badAnswer,
                "not JSON"
            ),
        ]

    @Test(arguments: withheld)
    func anIDEndsInTheRightStatusAndCanBeTriedAgain(_ fault: Fault) async throws {
        let folder = try TemporaryFolder()
        let demo = DemoService(cached: [.test(1)])
        let server = try await WireServer { path, address in
            if path.contains("/bulk/get_cached_skeletons/") { return fault.reply }
            // The wire server tells paths only: every list of ids is the one of the one id.
            let body = "{\"root_ids\": [\(RootID.test(1))], \"node_ids\": [\(RootID.test(1))]}"
            let answer = demo.answer(.init(method: .post, url: Recording.server + path, body: Array(body.utf8)))
            let text = String(decoding: answer.body, as: UTF8.self).replacing(Recording.server, with: address)
            return .bytes(WireServer.answer("\(answer.status) x", "application/json", Array(text.utf8)))
        }
        let script = """
            local client = karst.cave.client("demo_stack", { server_address = "http://127.0.0.1:\(server.port)",
              auth_token = "abcd1234", cache = "cache", retry_time = 1, idle_timeout = \(fault.kind == .timedOut ? 0.2 : 30) })
            local done = karst.jobs.run { client = client, ids = { \(RootID.test(1)) }, out = "out", quiet = true,
              interval = 0.05, retry = { attempts = 1 } }
            local entry = done.entries[\(RootID.test(1))]
            print(entry.status, entry.retryable, done.exit_status, entry.reason)
            """
        var program = Program(BuiltProducts.karst, ["-e", script])
        program.environment["HOME"] = folder.path
        program.folder = folder.path
        let ready = program
        let finished = try await blocking { try ready.finish() }
        #expect(finished.output.hasPrefix("failed\ttrue\t3\t"), "\(finished.output) \(finished.errors)")
        #expect(finished.output.contains(fault.words), "\(finished.output)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder("out/skeletons")).isEmpty)
        #expect(CacheFolder(folder("cache")).files().isEmpty, "nothing wrong is kept")
    }

    private static let certificate = Repository.fixtures.appending(path: "Client/localhost.pem").path
    private static let key = Repository.fixtures.appending(path: "Client/localhost-key.pem").path

    @Test func aCertificateThatNobodyVouchesForIsNotAccepted() async throws {
        let folder = try TemporaryFolder()
        let server = try await WireServer(tls: (Self.certificate, Self.key)) { _, _ in
            .bytes(WireServer.answer("200 OK", "application/json", Array("[\"demo_stack\"]".utf8)))
        }
        let wary = try client(server.port, folder, scheme: "https")
        let failure = await failure { () async throws(ServiceError) in _ = try await wary.datastackNames() }
        #expect(failure?.kind == .certificate)
        #expect(failure?.message.contains("the certificate is not trusted") == true, "\(failure?.message ?? "")")

        let trusting = try client(server.port, folder, scheme: "https", certificates: Self.certificate)
        let names = try await trusting.datastackNames()
        #expect(names == ["demo_stack"])

        let misled = try client(server.port, folder, scheme: "https", certificates: folder("none.pem"))
        let other = await self.failure { () async throws(ServiceError) in _ = try await misled.datastackNames() }
        #expect(other?.kind == .certificate)
        #expect(other?.message.contains("none.pem' cannot be read") == true, "\(other?.message ?? "")")
    }

    @Test func nobodyAtHomeIsToldSoon() async throws {
        let folder = try TemporaryFolder()
        let port: Int
        do { port = try await WireServer { _, _ in .silence }.port }
        let client = try client(port, folder)
        let failure = await failure { () async throws(ServiceError) in _ = try await client.datastackNames() }
        #expect(failure?.kind == .connection || failure?.kind == .timedOut)
    }

    @Test func aWordOfUnknownMeaningIsKeptAndNothingElse() async throws {
        let folder = try TemporaryFolder()
        let service = DemoService { path in
            path.contains("/bulk/get_skeletons/")
                ? .init(200, json: "{\"\(RootID.test(1))\": \"maintenance\", \"\(RootID.test(2))\": \"1f8b0000\"}")
                : nil
        }
        let client = try ServiceClient.forTests(service.transport) { $0.cache = .folder(folder("cache")) }
        let entries = try await client.bulkSkeletons(
            [.test(1), .test(2)],
            datastack: "demo_stack",
            version: .newest,
            format: .dict,
            generateMissing: false
        )
        let reasons = entries.map { if case .failed(let reason) = $0.outcome { reason } else { "no failure" } }
        #expect(reasons[0] == "the service answered 'maintenance', a word of unknown meaning")
        #expect(reasons[1].contains("corrupt or cut short"))
        #expect(CacheFolder(folder("cache")).files().isEmpty)
    }
}
