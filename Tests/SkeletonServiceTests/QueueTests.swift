import FoundationEssentials
import SkeletonAPI
import SkeletonModel
import Skeletonization
import Testing

@testable import SkeletonService

struct QueueTests {
    private let folder: TestFolder

    init() throws { folder = try TestFolder() }

    private func ids(_ numbers: ClosedRange<Int64>) -> [RootID] { numbers.map { rootID($0) } }

    /// Imports neurons with a service that makes nothing.
    private func prepare(_ count: Int64) async throws {
        let service = try folder.service(workers: 0)
        try await service.importFiles([folder.write((1...count).map { try smallGraph($0) })], datastack: "demo")
        await service.close()
    }

    private func get(_ id: RootID, _ service: EmbeddedService) async throws -> SkeletonArrays {
        try await service.skeleton(id, datastack: "demo", version: .newest, format: .dict).arrays()
    }

    private func states(_ service: EmbeddedService, _ numbers: ClosedRange<Int64>) async throws -> [RootID: JobState] {
        try await service.queue.states(of: ids(numbers), datastack: "demo")
    }

    // MARK: One generation

    @Test func oneGenerationServesEverybodyWhoAsksInAllServices() async throws {
        try await prepare(1)
        let gate = Gate()
        let services = try [folder.service(hooks: gate.hooks), folder.service(hooks: gate.hooks)]
        try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<20 {
                group.addTask { try await get(rootID(1), services[number % 2]).vertices.count }
            }
            #expect(try await eventually { !gate.arrivals.isEmpty })
            gate.open()
            for try await count in group { #expect(count > 1) }
        }
        #expect(gate.arrivals == [rootID(1)])
        for service in services { await service.close() }
    }

    @Test func severalServicesShareTheWorkAndDoNothingTwice() async throws {
        try await prepare(30)
        let gate = Gate(isOpen: true)
        let services = try (0..<3).map { _ in try folder.service(hooks: gate.hooks) }
        for service in services {
            _ = try await service.generateSkeletons(ids(1...30), datastack: "demo", version: .newest)
        }
        #expect(
            try await eventually {
                try await services[0].existence(of: ids(1...30), datastack: "demo", version: .newest).allSatisfy(
                    \.value
                )
            }
        )
        #expect(try await eventually { try await states(services[0], 1...30).isEmpty })
        #expect(gate.arrivals.sorted() == ids(1...30))
        for service in services { await service.close() }
    }

    // MARK: Order

    @Test func whoWaitsComesBeforeBulk() async throws {
        try await prepare(5)
        let gate = Gate()
        let service = try folder.service(workers: 1, hooks: gate.hooks)
        _ = try await service.generateSkeletons(ids(1...5), datastack: "demo", version: .newest)
        #expect(try await eventually { gate.arrivals == [rootID(1)] })
        try await service.dispatch([rootID(4)], datastack: "demo", priority: .interactive)
        gate.open()
        #expect(try await eventually { try await states(service, 1...5).isEmpty })
        #expect(gate.arrivals == [1, 4, 2, 3, 5].map { rootID($0) })
        await service.close()
    }

    // MARK: Ends of processes

    private func deadOwner() -> Owner {
        var owner = Owner.current()
        // Beyond the highest process id that Linux gives.
        owner.pid = 5_000_000
        return owner
    }

    @Test func jobsOfAProcessThatEndedAreDoneByTheNext() async throws {
        try await prepare(3)
        let first = try folder.service(workers: 0)
        let dead = JobQueue(store: first.store, owner: deadOwner())
        try await dead.enqueue(ids(1...3), datastack: "demo", priority: .bulk)
        #expect(try await dead.claim() != nil)
        #expect(try await dead.claim() != nil)
        await first.close()

        let second = try folder.service()
        #expect(try await eventually { try await states(second, 1...3).isEmpty })
        #expect(
            try await second.existence(of: ids(1...3), datastack: "demo", version: .newest).values.allSatisfy(\.self)
        )
        await second.close()
    }

    @Test func temporaryFilesOfAProcessThatEndedAreRemoved() async throws {
        try await prepare(1)
        let first = try folder.service()
        _ = try await get(rootID(1), first)
        let path = first.folder.skeleton(rootID(1), "demo")
        for pid in [5_000_000, ProcessInfo.processInfo.processIdentifier] {
            try Disk.write([1, 2, 3], to: "\(path).\(pid).3k5x.tmp")
        }
        try first.cache.removeLeftovers()
        let files = folder.files(below: folder.data + "/skeletons").filter { $0.hasSuffix(".tmp") }
        #expect(files.count == 1)
        #expect(files.first?.contains(".\(ProcessInfo.processInfo.processIdentifier).") == true)
        #expect(Files.isFile(path))
        await first.close()
    }

    @Test func jobsOfALivingServiceAreLeftToIt() async throws {
        try await prepare(1)
        let gate = Gate()
        let first = try folder.service(hooks: gate.hooks)
        _ = try await first.generateSkeletons(ids(1...1), datastack: "demo", version: .newest)
        #expect(try await eventually { gate.arrivals.count == 1 })
        let second = try folder.service()
        #expect(try await second.queue.recover() == 0)
        gate.open()
        #expect(try await get(rootID(1), second).vertices.count > 1)
        await first.close()
        await second.close()
    }

    @Test func aJobDuringWhichProcessesKeepEndingIsSetAside() async throws {
        try await prepare(1)
        let service = try folder.service(workers: 0)
        try await service.queue.enqueue(ids(1...1), datastack: "demo", priority: .bulk)
        for _ in 0..<JobQueue.interruptionLimit {
            #expect(try await JobQueue(store: service.store, owner: deadOwner()).claim() != nil)
            _ = try await service.queue.recover()
        }
        let state = try await states(service, 1...1)[rootID(1)]
        #expect(state == .failed(reason: "the process that was making it ended 10 times", retryable: true))
        // Whoever asks again gets another try.
        try await service.queue.enqueue(ids(1...1), datastack: "demo", priority: .bulk)
        #expect(try await states(service, 1...1) == [rootID(1): .queued])
        await service.close()
    }

    @Test func anOwnerIsGoneWhenItsProcessOrItsMachinesRunIs() {
        let me = Owner.current()
        #expect(!me.isGone(beat: 100, observer: me, now: 101))
        #expect(me.isGone(beat: 100, observer: me, now: 101 + Owner.lease))
        #expect(deadOwner().isGone(beat: 100, observer: me, now: 100))
        var reused = me
        reused.start -= 1
        #expect(reused.isGone(beat: 100, observer: me, now: 100))
        var earlier = me
        earlier.boot = "another run"
        #expect(earlier.isGone(beat: 100, observer: me, now: 100))
        // A container's processes cannot be looked at from outside: only silence tells.
        var container = deadOwner()
        container.space = "pid:[1]"
        #expect(!container.isGone(beat: 100, observer: me, now: 101))
        #expect(container.isGone(beat: 100, observer: me, now: 101 + Owner.lease))
    }

    @Test func closingPutsRunningJobsBack() async throws {
        try await prepare(2)
        let gate = Gate()
        let service = try folder.service(workers: 1, hooks: gate.hooks)
        _ = try await service.generateSkeletons(ids(1...2), datastack: "demo", version: .newest)
        #expect(try await eventually { gate.arrivals.count == 1 })
        await service.close()
        let next = try folder.service(workers: 0)
        #expect(try await states(next, 1...2) == [rootID(1): .queued, rootID(2): .queued])
        await next.close()
    }

    // MARK: Failures

    /// Fails as a full disk does, so many times.
    private func failing(_ times: Int) -> (ServiceHooks, Countdown) {
        let left = Countdown(times)
        var hooks = ServiceHooks()
        hooks.reached = { (stage, _) throws(ServiceError) in
            guard stage == .made, left.takeOne() else { return }
            throw .storage(path: "/full/disk", problem: "no space left on device")
        }
        return (hooks, left)
    }

    @Test func aFullDiskThatPassesCostsNothingButTime() async throws {
        try await prepare(1)
        let (hooks, left) = failing(2)
        let service = try folder.service(hooks: hooks)
        #expect(try await get(rootID(1), service).vertices.count > 1)
        #expect(left.count == 0)
        await service.close()
    }

    @Test func aFullDiskThatStaysIsTheReasonAndCanBeTriedAgain() async throws {
        try await prepare(1)
        let (hooks, _) = failing(3)
        let service = try folder.service(hooks: hooks)
        let reason = "/full/disk: no space left on device"
        await #expect(throws: ServiceError.generationFailed(rootID(1), reason: reason, retryable: true)) {
            try await get(rootID(1), service)
        }
        let status = try await service.status(of: ids(1...1), datastack: "demo")[rootID(1)]
        #expect(status == IDStatus(.failed, reason: reason, retryable: true))
        #expect(folder.files(below: folder.data + "/skeletons").isEmpty)
        // The disk has room again.
        #expect(try await get(rootID(1), service).vertices.count > 1)
        await service.close()
    }

    // MARK: Waiting

    @Test func aWaitIsBoundedAndTheJobStays() async throws {
        try await prepare(1)
        let service = try folder.service(workers: 0, wait: .milliseconds(50))
        await #expect(throws: ServiceError.timedOut(rootID(1), seconds: 0.05)) { try await get(rootID(1), service) }
        #expect(try await states(service, 1...1) == [rootID(1): .queued])
        await service.close()
    }

    @Test func aCancelledWaitEndsAtOnceAndTheJobStays() async throws {
        try await prepare(1)
        let service = try folder.service(workers: 0)
        let task = Task { try await get(rootID(1), service) }
        #expect(try await eventually { try await !states(service, 1...1).isEmpty })
        task.cancel()
        await #expect(throws: ServiceError.cancelled) { try await task.value }
        #expect(try await states(service, 1...1) == [rootID(1): .queued])
        await service.close()
    }

    @Test func whoeverWaitsIsToldWhenTheNeuronIsRefused() async throws {
        try await prepare(1)
        let service = try folder.service(workers: 0)
        let task = Task { try await get(rootID(1), service) }
        #expect(try await eventually { try await !states(service, 1...1).isEmpty })
        try await service.refuse([rootID(1)], datastack: "demo")
        await #expect(throws: ServiceError.refused(rootID(1))) { try await task.value }
        #expect(try await states(service, 1...1).isEmpty)
        await service.close()
    }

    // MARK: Estimates

    @Test func theEstimateGrowsWithTheWorkAhead() async throws {
        try await prepare(10)
        let service = try folder.service(workers: 0)
        let one = try await service.generateSkeletons(ids(1...1), datastack: "demo", version: .newest)
        let all = try await service.generateSkeletons(ids(2...10), datastack: "demo", version: .newest)
        #expect(one > 0)
        #expect(abs(all / one - 10) < 1e-6)
        // The first is still the first.
        #expect(try await service.generateSkeletons(ids(1...1), datastack: "demo", version: .newest) == one)
        await service.close()
    }

    @Test func theEstimateComesFromWhatWasMeasured() async throws {
        try await prepare(2)
        let service = try folder.service(workers: 0)
        try await service.store.write { database in
            for _ in 0..<10 {
                let job = Job(id: 0, datastack: "demo", rootID: rootID(9), nodes: 1000, attempts: 1)
                try Throughput.record(job, seconds: 20, at: 0, database)
            }
        }
        let measured = try await service.store.read { try Throughput($0) }
        #expect(abs(measured.seconds(jobs: 3, nodes: 3000) - 60) < 1e-6)
        await service.close()
    }
}
