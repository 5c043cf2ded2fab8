import FoundationEssentials
import SkeletonAPI
import SkeletonModel
import TestSupport
import Testing

@testable import SkeletonClient

/// What ids need, against what Python's client 8.2.1 asked and made of the answers.
struct GraphTests {
    private struct Call {
        var returns: JSONValue
        var requests: [(line: String, body: String?)]
        var answers: [String: HTTPAnswer]
    }

    private static func call(_ name: String) throws -> Call {
        let path = Repository.fixtures.appending(path: "Client/graph.json").path
        let text = String(decoding: try AtomicFile.read(path), as: UTF8.self)
            .replacing("{BASE}", with: Recording.server)
        let all = try JSONValue.parse(text).objectValue?["calls"]?.arrayValue ?? []
        var answers: [String: HTTPAnswer] = [:]
        var found: Call?
        for item in all {
            let object = try #require(item.objectValue)
            var requests: [(String, String?)] = []
            for exchange in object["exchanges"]?.arrayValue ?? [] {
                let request = try #require(exchange.objectValue?["request"]?.objectValue)
                let response = try #require(exchange.objectValue?["response"]?.objectValue)
                let line = "\(request["method"]?.stringValue ?? "") \(request["path"]?.stringValue ?? "")"
                requests.append((line, request["body"]?.stringValue ?? request["body_hex"]?.stringValue))
                let body = response["body"]?.stringValue.map { Array($0.utf8) }
                let binary = response["body_hex"]?.stringValue.map { Array($0.utf8) }
                answers[line] = HTTPAnswer(
                    status: Int(response["status"]?.integerValue ?? 0),
                    body: body ?? binary.flatMap { Hex.decode($0, $0.indices) } ?? []
                )
            }
            if object["name"]?.stringValue == name {
                found = Call(returns: object["returns"] ?? .null, requests: requests, answers: [:])
            }
        }
        found?.answers = answers
        return try #require(found)
    }

    private static func client(_ call: Call) throws -> (ServiceClient, TestTransport) {
        let demo = DemoService()
        let transport = TestTransport { request in
            let line = "\(request.method.rawValue) \(request.url.dropFirst(Recording.server.count))"
            return .success(call.answers[line] ?? demo.answer(request))
        }
        return (try ServiceClient.forTests(transport), transport)
    }

    /// The recorded requests are among ours, in their order and with their bodies; API versions are not asked for.
    private static func check(_ transport: TestTransport, asked call: Call) throws {
        let wanted = call.requests.filter { !$0.line.hasSuffix("/api/versions") && !$0.line.hasSuffix("/api/version") }
        let lines = Set(wanted.map(\.line))
        let asked = transport.requests.filter {
            lines.contains("\($0.method.rawValue) \($0.url.dropFirst(Recording.server.count))")
        }
        try #require(asked.count == wanted.count)
        for (ours, theirs) in zip(asked, wanted) {
            #expect("\(ours.method.rawValue) \(ours.url.dropFirst(Recording.server.count))" == theirs.line)
            guard let body = ours.body else {
                #expect(theirs.body == nil)
                continue
            }
            if theirs.line.contains("roots_binary") {
                #expect(DemoService.hex(body) == theirs.body)
            } else {
                let (left, right) = (try JSONValue.parse(body), try JSONValue.parse(theirs.body ?? ""))
                #expect(left == right)
            }
        }
    }

    @Test func nodesAreValidAsRecorded() async throws {
        let call = try Self.call("is_valid_nodes")
        let (client, transport) = try Self.client(call)
        let valid = try await client.validNodes([.test(1), .test(404)], datastack: "demo_stack")
        #expect([valid[.test(1)], valid[.test(404)]] == call.returns.arrayValue?.map(\.booleanValue))
        try Self.check(transport, asked: call)
    }

    @Test func timesAreSentAsRecorded() async throws {
        let call = try Self.call("is_valid_nodes_between")
        let (client, transport) = try Self.client(call)
        _ = try await client.validNodes([.test(1)], datastack: "demo_stack", start: 1_577_836_800, end: 1_685_620_800)
        try Self.check(transport, asked: call)
    }

    @Test(arguments: [("is_latest_roots", nil), ("is_latest_roots_at", 1_685_620_800.0)] as [(String, Double?)])
    func rootsAreLatestAsRecorded(_ name: String, _ timestamp: Double?) async throws {
        let call = try Self.call(name)
        let (client, transport) = try Self.client(call)
        let latest = try await client.latestRoots([.test(1), .test(2)], datastack: "demo_stack", timestamp: timestamp)
        #expect([latest[.test(1)], latest[.test(2)]] == call.returns.arrayValue?.map(\.booleanValue))
        try Self.check(transport, asked: call)
    }

    @Test func successorsAreSuggestedAsRecorded() async throws {
        let call = try Self.call("suggest_latest_roots")
        let (client, transport) = try Self.client(call)
        let roots = try await client.suggestedLatestRoots(.test(2), datastack: "demo_stack", timestamp: 1_685_620_800)
        let parts = call.returns.arrayValue?.map { $0.arrayValue ?? [] } ?? []
        #expect(roots.map(\.rootID.value) == parts[0].compactMap(\.integerValue))
        #expect(roots.map(\.fraction) == parts[1].compactMap(\.doubleValue))
        try Self.check(transport, asked: call)
    }

    @Test func datastacksAreListedAsRecorded() async throws {
        let call = try Self.call("get_datastacks")
        let (client, transport) = try Self.client(call)
        let names = try await client.datastackNames()
        #expect(names == ["demo_stack"])
        try Self.check(transport, asked: call)
        let info = try await client.datastackInfo("demo_stack")
        #expect(info["local_server"]?.stringValue == Recording.server)
    }
}
