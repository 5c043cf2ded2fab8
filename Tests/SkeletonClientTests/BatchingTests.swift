import SkeletonAPI
import SkeletonModel
import Testing

@testable import SkeletonClient

struct BatchingTests {
    private static let ids = (1...12_345).map { RootID.test(Int64($0)) }
    // Every seventh is there, every eleventh is refused, every thirteenth does not exist.
    private static func multiples(of number: Int64) -> Set<RootID> {
        Set(ids.filter { ($0.value - 864_691_135_000_000_000) % number == 0 })
    }

    @Test func everyIDOfALongListGetsItsStatus() async throws {
        let (cached, refused) = (Self.multiples(of: 7), Self.multiples(of: 11))
        let (unknown, outdated) = (Self.multiples(of: 13), Self.multiples(of: 17))
        let service = DemoService(cached: cached, refused: refused, unknown: unknown, outdated: outdated)
        let transport = service.transport
        let client = try ServiceClient.forTests(transport)

        let statuses = try await client.status(of: Self.ids, datastack: "demo_stack")
        #expect(statuses.count == 12_345)
        for id in Self.ids {
            let isThere = cached.contains(id) && !refused.contains(id)
            let word: IDStatus.Word =
                if refused.contains(id) {
                    .refused
                } else if isThere {
                    outdated.contains(id) ? .outdated : .cached
                } else if unknown.contains(id) {
                    .invalid
                } else {
                    outdated.contains(id) ? .outdated : .notFound
                }
            #expect(statuses[id]?.word == word, "\(id)")
            #expect(statuses[id]?.hasSkeleton == isThere, "\(id)")
        }
        #expect(transport.mostAtOnce > 1, "requests overlap")
        #expect(transport.mostAtOnce <= 8)
    }

    @Test func theRefusalListIsAskedForOnceInAWhile() async throws {
        let (time, transport) = (VirtualTime(), DemoService(refused: [.test(3)]).transport)
        let client = try ServiceClient.forTests(transport, time: time)
        func lists() -> Int { transport.requests.count { $0.url.contains("get_refusal_list") } }
        for id in 1...20 { _ = try await client.status(of: [.test(Int64(id))], datastack: "demo_stack") }
        #expect(lists() == 1)
        try await time.source.sleep(.seconds(31))
        let status = try await client.status(of: [.test(3)], datastack: "demo_stack")
        #expect(status[.test(3)]?.word == .refused)
        #expect(lists() == 2)
    }

    @Test func answersOfLargeSkeletonsAreKeptSmall() async throws {
        // Four megabytes of hexadecimal digits, whatever they stand for.
        let digits = String(repeating: "00", count: 2 << 20)
        let (demo, most) = (DemoService(), Messages())
        let transport = TestTransport { request in
            guard request.url.contains("/get_cached_skeletons/") else { return .success(demo.answer(request)) }
            let ids = request.body.flatMap { try? JSONValue.parse($0) }?.objectValue?["root_ids"]?.arrayValue ?? []
            most.append("\(ids.count)")
            let members = ids.map { "\"\($0.integerValue ?? 0)\": \"\(digits)\"" }
            return .success(.init(200, json: "{\(members.joined(separator: ", "))}"))
        }
        let found = try await ServiceClient.forTests(transport).cachedSkeletons(
            Array(Self.ids.prefix(22)),
            datastack: "demo_stack",
            version: .newest,
            format: .dict,
            generateMissing: false
        )
        #expect(found.isEmpty)
        #expect(most.all.compactMap { Int($0) } == [10, 3, 3, 3, 3])
    }

    @Test func aLongListIsFetchedWhole() async throws {
        let cached = Self.multiples(of: 7)
        let transport = DemoService(cached: cached).transport
        let client = try ServiceClient.forTests(transport)
        let found = try await client.cachedSkeletons(
            Self.ids + Self.ids.prefix(100),
            datastack: "demo_stack",
            version: .newest,
            format: .dict,
            generateMissing: false
        )
        #expect(Set(found.keys) == cached)
        let cell = try #require(found[.test(7)]).skeleton()
        #expect(cell.nodeCount == 2)
    }

    @Test func bulkRequestsAreCutAtTheServersLimitAndNotByIt() async throws {
        let ids = Array(Self.ids.prefix(95))
        let transport = DemoService(cached: Self.multiples(of: 2), refused: Self.multiples(of: 5)).transport
        let entries = try await ServiceClient.forTests(transport).bulkSkeletons(
            ids,
            datastack: "demo_stack",
            version: .newest,
            format: .dict,
            generateMissing: true
        )
        #expect(entries.map(\.rootID) == ids)
        for entry in entries {
            let number = entry.rootID.value - 864_691_135_000_000_000
            switch entry.outcome {
            case .refused: #expect(number % 5 == 0)
            case .skeleton: #expect(number % 2 == 0 && number % 5 != 0)
            case .queued: #expect(number % 2 != 0 && number % 5 != 0)
            default: Issue.record("\(entry.rootID) became \(entry.outcome)")
            }
        }
        #expect(transport.requests.count { $0.url.contains("/bulk/get_skeletons/") } == 10)
    }

    @Test func generationIsAskedForInBatchesAndEstimatesAddUp() async throws {
        let transport = DemoService().transport
        let client = try ServiceClient.forTests(transport)
        let seconds = try await client.generateSkeletons(Self.ids, datastack: "demo_stack", version: .newest)
        // 12 batches of 1000, and one of 345: each rounds up to whole minutes of 15 workers.
        #expect(seconds == Double(12 * 67 + 23) * 60)
        let statuses = try await client.status(of: Array(Self.ids.prefix(3)), datastack: "demo_stack")
        #expect(statuses.values.allSatisfy { $0.word == .queued && $0.retryable })
    }

    @Test func noMoreRequestsAtOnceThanAreAllowed() async throws {
        let transport = DemoService(cached: Self.multiples(of: 7)).transport
        let client = try ServiceClient.forTests(transport) { $0.connections = 2 }
        _ = try await client.existence(of: Self.ids, datastack: "demo_stack", version: .newest)
        #expect(transport.mostAtOnce == 2)
    }

    @Test func idsOfAnotherLayerAreToldWithoutAskingTheService() async throws {
        let transport = DemoService().transport
        let client = try ServiceClient.forTests(transport)
        let supervoxel = try #require(RootID(72_057_594_037_927_936))
        await #expect(throws: ServiceError.wrongLayer(supervoxel)) {
            try await client.skeleton(supervoxel, datastack: "demo_stack", version: .newest, format: .dict)
        }
        #expect(!transport.requests.contains { $0.url.contains("get_skeleton/") })
    }

    @Test func aGraphThatDoesNotAnswerTakesNothingDown() async throws {
        let service = DemoService(cached: [.test(1)]) { path in
            path.hasPrefix("/segmentation") ? .init(503, json: "{\"message\": \"down\"}") : nil
        }
        let (time, transport) = (VirtualTime(), service.transport)
        let messages = Messages()
        let client = try ServiceClient.forTests(transport, time: time) { $0.report = { messages.append($0) } }
        let statuses = try await client.status(of: [.test(1), .test(2)], datastack: "demo_stack")
        #expect(statuses[.test(1)]?.word == .cached)
        #expect(statuses[.test(2)]?.word == .notFound)
        #expect(messages.all.contains { $0.contains("ids are not checked for their layer") })
        #expect(time.now < .seconds(60), "a side service is not waited for as long as the service itself")
    }
}
