import SkeletonAPI
import SkeletonModel
import Testing

@testable import SkeletonClient

/// What became of outdated ids.
struct LineageTests {
    private static func lineage(_ links: [(Int64, Int64)]) throws -> Lineage {
        let texts = links.map { "{\"source\": \(RootID.test($0)), \"target\": \(RootID.test($1))}" }
        let text = "{\"directed\": true, \"nodes\": [], \"links\": [\(texts.joined(separator: ", "))]}"
        return try Lineage(try #require(try JSONValue.parse(text).objectValue))
    }

    @Test(
        arguments: [
            ([], []), ([(1, 2)], [2]), ([(1, 2), (2, 3), (3, 4)], [4]),
            // Merged with another neuron, then split.
            ([(1, 3), (2, 3), (3, 5), (3, 4)], [4, 5]),
            // Split and merged again.
            ([(1, 2), (1, 3), (2, 4), (3, 4)], [4]),
            // What no graph should say must not hang.
            ([(1, 2), (2, 1)], []), ([(1, 1)], []), ([(7, 8)], []),
        ] as [([(Int64, Int64)], [Int64])]
    )
    func theEndsOfAllLinksAreTheLatest(_ links: [(Int64, Int64)], _ ends: [Int64]) throws {
        #expect(try Self.lineage(links).latest(of: .test(1)) == ends.map { .test($0) })
    }

    @Test func oneSuccessorIsNamedAndSeveralAreListed() throws {
        let single = try Self.lineage([(1, 2)]).status(of: .test(1), hasSkeleton: true)
        #expect(single == IDStatus(.outdated, hasSkeleton: true, successor: .test(2)))
        let split = try Self.lineage([(1, 2), (1, 3), (1, 4), (1, 5)]).status(of: .test(1), hasSkeleton: false)
        #expect(split.successor == nil)
        #expect(
            split.reason
                == "superseded, in parts, by \(RootID.test(2)), \(RootID.test(3)), \(RootID.test(4)) and 1 more"
        )
    }

    @Test func aLinkThatLeadsNowhereIsABadAnswer() throws {
        for text in ["{}", "{\"links\": [{\"source\": 1}]}", "{\"links\": [{\"source\": 1, \"target\": \"x\"}]}"] {
            let object = try #require(try JSONValue.parse(text).objectValue)
            #expect(throws: BadAnswer.self) { try Lineage(object) }
        }
    }

    /// A graph in which `test(2)` took the place of `test(1)` at a time that it tells when asked.
    private static func service(knowsTimes: Bool) -> DemoService {
        DemoService(cached: [.test(1)], outdated: [.test(1), .test(9)]) { path in
            switch path {
            case "/segmentation/api/v1/table/demo_seg/root_timestamps":
                knowsTimes ? .init(200, json: "{\"timestamp\": [1600000000.5, 1700000000.0]}") : nil
            case "/segmentation/api/v1/table/demo_seg/lineage_graph_multiple":
                .init(200, json: "{\"links\": [{\"source\": \(RootID.test(1)), \"target\": \(RootID.test(2))}]}")
            default: nil
            }
        }
    }

    @Test(arguments: [true, false])
    func theStatusOfAnOutdatedIDNamesItsSuccessor(knowsTimes: Bool) async throws {
        let transport = Self.service(knowsTimes: knowsTimes).transport
        let client = try ServiceClient.forTests(transport)
        let statuses = try await client.status(of: [.test(1), .test(9), .test(5)], datastack: "demo_stack")
        #expect(statuses[.test(1)] == IDStatus(.outdated, hasSkeleton: true, successor: .test(2)))
        #expect(statuses[.test(9)] == IDStatus(.outdated))
        #expect(statuses[.test(5)] == IDStatus(.notFound))
        let asked = try #require(transport.requests.first { $0.url.contains("lineage_graph_multiple") })
        #expect(asked.method == .post)
        #expect(asked.url.contains("?timestamp_past=1600000000.5&timestamp_future=") == knowsTimes)
        let body = try JSONValue.parse(asked.body ?? [])
        #expect(body.objectValue?["root_ids"] == .ids([.test(1), .test(9)]))
    }

    @Test func aGraphWithoutLineageTakesNothingDown() async throws {
        let client = try ServiceClient.forTests(DemoService(cached: [.test(1)], outdated: [.test(1)]).transport)
        let statuses = try await client.status(of: [.test(1)], datastack: "demo_stack")
        #expect(statuses[.test(1)] == IDStatus(.outdated, hasSkeleton: true))
    }
}
