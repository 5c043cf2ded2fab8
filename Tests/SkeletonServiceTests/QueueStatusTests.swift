import SkeletonAPI
import SkeletonModel
import Skeletonization
import Testing

@testable import SkeletonService

struct QueueStatusTests {
    private let folder: TestFolder

    init() throws { folder = try TestFolder() }

    private func ids(_ numbers: ClosedRange<Int64>) -> [RootID] { numbers.map { rootID($0) } }

    private func prepare(_ count: Int64, _ datastack: String = "demo") async throws {
        let service = try folder.service(workers: 0)
        try await service.importFiles([folder.write((1...count).map { try smallGraph($0) })], datastack: datastack)
        await service.close()
    }

    /// A service whose second neuron cannot be made, since its graph is damaged.
    private func failedOne() async throws -> EmbeddedService {
        try await prepare(2)
        let service = try folder.service(workers: 1)
        try Disk.write([1, 2, 3], to: service.folder.graph(rootID(2), "demo"))
        _ = try await service.generateSkeletons(ids(1...2), datastack: "demo", version: .newest)
        #expect(try await eventually { try await service.queueStatus().failed == 1 })
        return service
    }

    @Test func everyJobIsListedWithWhereItStands() async throws {
        try await prepare(3)
        let gate = Gate()
        let service = try folder.service(workers: 1, hooks: gate.hooks)
        _ = try await service.generateSkeletons(ids(1...2), datastack: "demo", version: .newest)
        #expect(try await eventually { gate.arrivals == [rootID(1)] })
        try await service.dispatch([rootID(3)], datastack: "demo", priority: .interactive)
        let status = try await service.queueStatus()
        #expect([status.queued, status.running, status.failed] == [2, 1, 0])
        #expect(status.entries.map(\.rootID) == [1, 3, 2].map { rootID($0) })
        #expect(status.entries.map(\.state) == [.running, .queued, .queued])
        #expect(status.entries.map(\.isInteractive) == [false, true, false])
        #expect(status.entries.map(\.attempts) == [1, 0, 0])
        #expect(status.entries.map { $0.worker == Owner.current().pid } == [true, false, false])
        #expect(status.entries[0].seconds.map { $0 >= 0 } == true)
        #expect(status.workers.map(\.threads) == [1])
        #expect(status.workers.map(\.running) == [1])
        #expect(status.secondsPerSkeleton == nil)
        #expect(status.secondsToGo > 0)
        gate.open()
        #expect(try await eventually { try await service.queueStatus().secondsToGo == 0 })
        let end = try await service.queueStatus()
        #expect(end.entries.isEmpty)
        #expect(end.measured == 3)
        #expect(end.secondsPerSkeleton.map { $0 > 0 } == true)
        await service.close()
    }

    @Test func listsAreCutAndDatastacksKeptApart() async throws {
        try await prepare(3)
        try await prepare(2, "other")
        let service = try folder.service(workers: 0)
        _ = try await service.generateSkeletons(ids(1...3), datastack: "demo", version: .newest)
        _ = try await service.generateSkeletons(ids(1...2), datastack: "other", version: .newest)
        let all = try await service.queueStatus(limit: 2)
        #expect(all.queued == 5)
        #expect(all.entries.count == 2)
        let other = try await service.queueStatus(datastack: "other")
        #expect(other.queued == 2)
        #expect(Set(other.entries.map(\.datastack)) == ["other"])
        await service.close()
    }

    @Test func whoWorksIsKnownToEveryServiceUntilItsEnd() async throws {
        let observer = try folder.service(workers: 0)
        let services = try [folder.service(workers: 2), folder.service(workers: 3)]
        #expect(
            try await eventually { try await observer.queueStatus().workers.map(\.threads).sorted() == [2, 3] }
        )
        await services[1].close()
        #expect(try await observer.queueStatus().workers.map(\.threads) == [2])
        await services[0].close()
        #expect(try await observer.queueStatus().workers.isEmpty)
        await observer.close()
    }

    /// All who work share what is ahead.
    @Test func theEstimateCountsEverybodysThreads() async throws {
        try await prepare(6)
        let service = try folder.service(workers: 0)
        let alone = try await service.generateSkeletons(ids(1...6), datastack: "demo", version: .newest)
        let other = JobQueue(store: service.store, owner: .current(), threads: 3)
        try await other.beat()
        let together = try await service.generateSkeletons(ids(1...6), datastack: "demo", version: .newest)
        #expect(abs(alone / together - 3) < 1e-9)
        await service.close()
    }

    // MARK: Dead letters

    @Test func aDeadLetterKeepsItsReason() async throws {
        let service = try await failedOne()
        let status = try await service.queueStatus()
        let letter = try #require(status.entries.first)
        #expect(status.entries.count == 1)
        #expect(letter.rootID == rootID(2))
        #expect(letter.state == .failed)
        #expect(letter.reason?.hasSuffix("import it again") == true)
        #expect(!letter.isRetryable)
        await service.close()
    }

    @Test func aDeadLetterIsTriedAgainByHandAndFailsAgainOrNot() async throws {
        let service = try await failedOne()
        #expect(try await service.retryFailed([rootID(1)]).isEmpty)
        #expect(try await service.retryFailed(datastack: "other").isEmpty)
        #expect(try await service.retryFailed() == [QueuedNeuron(datastack: "demo", rootID: rootID(2))])
        #expect(try await eventually { try await service.queueStatus().failed == 1 })
        let text = Gzip.compress(Level2GraphFile.text(try smallGraph(2)))
        try Disk.write(text, to: service.folder.graph(rootID(2), "demo"))
        #expect(try await service.retryFailed([rootID(2)], datastack: "demo").count == 1)
        #expect(
            try await eventually {
                try await service.existence(of: [rootID(2)], datastack: "demo", version: .newest)[rootID(2)] == true
            }
        )
        await service.close()
    }

    @Test func whatIsForgottenIsNoJobAnyMore() async throws {
        let service = try await failedOne()
        #expect(try await service.purgeQueue(.queued).isEmpty)
        #expect(try await service.purgeQueue() == [QueuedNeuron(datastack: "demo", rootID: rootID(2))])
        #expect(try await service.queueStatus().failed == 0)
        #expect(try await service.status(of: [rootID(2)], datastack: "demo")[rootID(2)]?.word == .notFound)
        await service.close()
    }

    @Test func whatIsBeingMadeIsNotForgotten() async throws {
        try await prepare(2)
        let gate = Gate()
        let service = try folder.service(workers: 1, hooks: gate.hooks)
        _ = try await service.generateSkeletons(ids(1...2), datastack: "demo", version: .newest)
        #expect(try await eventually { gate.arrivals.count == 1 })
        #expect(try await service.purgeQueue(.running).isEmpty)
        #expect(try await service.purgeQueue(.queued) == [QueuedNeuron(datastack: "demo", rootID: rootID(2))])
        gate.open()
        #expect(try await eventually { try await service.queueStatus().running == 0 })
        #expect(service.cache.contains(rootID(1), datastack: "demo"))
        #expect(!service.cache.contains(rootID(2), datastack: "demo"))
        await service.close()
    }
}
