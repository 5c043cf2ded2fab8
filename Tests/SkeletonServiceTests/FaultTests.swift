import FoundationEssentials
import SkeletonAPI
import SkeletonModel
import Skeletonization
import Synchronization
import Testing

@testable import SkeletonService

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Disks, folders and clocks that let a service down.
struct FaultTests {
    private static let count: Int64 = 6

    private let folder: TestFolder
    private let ids = (1...FaultTests.count).map { rootID($0) }

    init() throws { folder = try TestFolder() }

    private func prepare() async throws {
        let service = try folder.service(workers: 0)
        let graphs = try ids.map { try smallGraph($0.value - 12 << 56) }
        try await service.importFiles([folder.write(graphs)], datastack: "demo")
        await service.close()
    }

    private func expectEverythingMadeOnce(_ service: EmbeddedService) async throws {
        #expect(try await eventually { try await service.queue.states(of: ids, datastack: "demo").isEmpty })
        for id in ids {
            guard case .found = try await service.cache.read(id, datastack: "demo") else {
                Issue.record("\(id) cannot be read")
                continue
            }
        }
        #expect(try await service.generations() == Dictionary(uniqueKeysWithValues: ids.map { ($0, 1) }))
    }

    // MARK: The disk

    /// A file-size limit is what a full disk looks like without one: writes beyond it fail.
    @Test func aDiskThatIsFullForAWhileLosesNothing() async throws {
        try await prepare()
        await #expect(processExitsWith: .success) { [data = folder.data as String] in
            signal(SIGXFSZ, SIG_IGN)
            func limit(_ bytes: rlim_t) {
                var limit = rlimit(rlim_cur: bytes, rlim_max: .max)
                setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
            }
            var options = EmbeddedService.Options(workers: 2)
            options.timing = WorkerPool.Timing(lookout: .milliseconds(20), pause: 0.01)
            let service = try EmbeddedService(data, options)
            let ids = (1...FaultTests.count).map { rootID($0) }
            // Less than a skeleton's file, so that jobs fail; the database has room for what becomes of them at times.
            limit(3000)
            _ = try? await service.generateSkeletons(ids, datastack: "demo", version: .newest)
            try await Task.sleep(for: .milliseconds(200))
            guard try folderIsEmpty(service.folder.skeletons("demo")) else { exit(3) }
            limit(.max)
            _ = try await service.generateSkeletons(ids, datastack: "demo", version: .newest)
            let isDone = try await eventually {
                try await service.existence(of: ids, datastack: "demo", version: .newest).allSatisfy(\.value)
            }
            await service.close()
            exit(isDone ? EXIT_SUCCESS : 4)
        }
        let next = try folder.service()
        try await expectEverythingMadeOnce(next)
        await next.close()
    }

    /// As an ordinary user, even when the tests are run by root.
    @Test func aFolderThatCannotBeWrittenIsAnErrorThatNamesIt() async throws {
        try await prepare()
        for path in [folder.path, folder.data] { chmod(path, 0o555) }
        defer { for path in [folder.path, folder.data] { chmod(path, 0o755) } }
        await #expect(processExitsWith: .success) { [data = folder.data as String] in
            if getuid() == 0 { setuid(65534) }
            for path in [data, data + "-new"] {
                let sentence = await failure { _ = try EmbeddedService.open(path, workers: 0) }
                guard sentence.hasPrefix(data) else { exit(3) }
                guard sentence.contains("permission denied") || sentence.contains("read-only") else { exit(4) }
            }
            exit(EXIT_SUCCESS)
        }
    }

    /// What was opened while it could be written goes on answering, and loses nothing of what it cannot make.
    @Test func aFolderThatBecomesReadOnlyStillAnswers() async throws {
        try await prepare()
        await #expect(processExitsWith: .success) { [data = folder.data as String] in
            var options = EmbeddedService.Options(workers: 1)
            options.timing = WorkerPool.Timing(lookout: .milliseconds(20), pause: 0.01)
            let service = try EmbeddedService(data, options)
            let first = try await service.skeleton(rootID(1), datastack: "demo", version: .newest, format: .swc)
            let skeletons = service.folder.skeletons("demo")
            chmod(skeletons, 0o555)
            if getuid() == 0 {
                // So that the database stays ours.
                for name in try Files.names(in: data) { chown(data + "/" + name, 65534, 65534) }
                chown(data, 65534, 65534)
                setuid(65534)
            }
            let again = try await service.skeleton(rootID(1), datastack: "demo", version: .newest, format: .swc)
            guard try again.bytes() == first.bytes() else { exit(3) }
            let sentence = await failure {
                _ = try await service.skeleton(rootID(2), datastack: "demo", version: .newest, format: .swc)
            }
            guard sentence.contains(skeletons), sentence.hasSuffix("permission denied") else { exit(4) }
            await service.close()
            exit(EXIT_SUCCESS)
        }
        chmod(folder.data + "/skeletons/demo/4", 0o755)
        let next = try folder.service()
        _ = try await next.generateSkeletons(ids, datastack: "demo", version: .newest)
        try await expectEverythingMadeOnce(next)
        await next.close()
    }

    // MARK: The folder

    @Test func aFolderThatVanishesIsAnErrorAndIsNotMadeAnew() async throws {
        try await prepare()
        let service = try folder.service()
        _ = try await service.skeleton(rootID(1), datastack: "demo", version: .newest, format: .dict)
        let away = folder.path + "/away"
        try Files.move(folder.data, to: away)
        let gone = service.folder.gone
        #expect(gone.description.hasSuffix("/data: the data folder has gone or another one has taken its place"))
        await #expect(throws: gone) {
            try await service.skeleton(rootID(1), datastack: "demo", version: .newest, format: .dict)
        }
        await #expect(throws: gone) {
            try await service.generateSkeletons(ids, datastack: "demo", version: .newest)
        }
        await #expect(throws: gone) {
            try await service.importFiles([folder.path + "/cells.l2.jsonl"], datastack: "demo")
        }
        #expect(try await eventually { service.trouble == gone })
        #expect(!Files.isFolder(folder.data))
        // Another one in its place is not written to either.
        let other = try folder.service(workers: 0)
        await #expect(throws: gone) {
            try await service.generateSkeletons(ids, datastack: "demo", version: .newest)
        }
        await other.close()
        try FileManager.default.removeItem(atPath: folder.data)
        // Back again, all goes on.
        try Files.move(away, to: folder.data)
        _ = try await service.generateSkeletons(ids, datastack: "demo", version: .newest)
        try await expectEverythingMadeOnce(service)
        #expect(service.trouble == nil)
        await service.close()
    }

    @Test func aFolderThatVanishesDuringAJobGetsNoHalfOfItsOwn() async throws {
        try await prepare()
        let gate = Gate(at: .made)
        let service = try folder.service(workers: 1, hooks: gate.hooks)
        _ = try await service.generateSkeletons(ids, datastack: "demo", version: .newest)
        #expect(try await eventually { gate.arrivals.count == 1 })
        let away = folder.path + "/away"
        try Files.move(folder.data, to: away)
        gate.open()
        #expect(try await eventually { service.trouble == service.folder.gone })
        #expect(!Files.isFolder(folder.data))
        try Files.move(away, to: folder.data)
        try await expectEverythingMadeOnce(service)
        await service.close()
    }

    // MARK: Two services

    /// Two that believe a job to be theirs, as after a process was stopped for minutes and then went on.
    @Test func ofTwoThatMadeTheSameSkeletonOnePublishesIt() async throws {
        try await prepare()
        let gates = [Gate(at: .made), Gate(at: .made)]
        let first = try folder.service(workers: 1, hooks: gates[0].hooks)
        _ = try await first.generateSkeletons([rootID(1)], datastack: "demo", version: .newest)
        #expect(try await eventually { gates[0].arrivals.count == 1 })
        // The second one is told that nothing has been heard of the first one for long.
        var options = EmbeddedService.Options(workers: 1, hooks: gates[1].hooks)
        options.timing = WorkerPool.Timing(lookout: .milliseconds(20), recovery: .milliseconds(20))
        options.clocks.monotonic = { Owner.monotonicSeconds + Owner.lease + 1 }
        let second = try EmbeddedService(folder.data, options)
        #expect(try await eventually { gates[1].arrivals.count == 1 })
        gates[1].open()
        #expect(try await eventually { try await second.queue.states(of: ids, datastack: "demo").isEmpty })
        let published = Files.identity(second.folder.skeleton(rootID(1), "demo"))
        gates[0].open()
        await first.close()
        await second.close()
        #expect(Files.identity(first.folder.skeleton(rootID(1), "demo")) == published)
        #expect(folder.files(below: folder.data + "/skeletons").count == 1)
        let next = try folder.service(workers: 0)
        #expect(try await next.generations() == [rootID(1): 1])
        await next.close()
    }

    // MARK: Clocks

    /// A clock that a person sets.
    private final class SetClock: Sendable {
        private let shift = Mutex(0.0)

        func set(ahead seconds: Double) { shift.withLock { $0 = seconds } }

        var clocks: Clocks {
            Clocks(
                wall: { Date().timeIntervalSince1970 + self.shift.withLock(\.self) },
                monotonic: { Owner.monotonicSeconds }
            )
        }
    }

    @Test(arguments: [-1e9, -3600, 3600, 1e9])
    func aClockThatIsSetNeitherLosesNorDoublesJobs(_ jump: Double) async throws {
        try await prepare()
        let clock = SetClock()
        let gate = Gate(at: .made, isOpen: true)
        var options = EmbeddedService.Options(workers: 2)
        options.timing = WorkerPool.Timing(lookout: .milliseconds(20), recovery: .milliseconds(20), pause: 0.05)
        options.clocks = clock.clocks
        options.hooks.reached = { (stage, id) throws(ServiceError) in
            try gate.hooks.reached(stage, id)
            guard stage == .made, gate.arrivals.count(where: { $0 == id }) == 1 else { return }
            // While jobs are under way and others wait for their second try.
            clock.set(ahead: jump)
            throw .storage(path: "/full/disk", problem: "no space left on device")
        }
        let service = try EmbeddedService(folder.data, options)
        _ = try await service.generateSkeletons(ids, datastack: "demo", version: .newest)
        try await expectEverythingMadeOnce(service)
        #expect(gate.arrivals.count == 2 * ids.count)
        await service.close()
    }

    /// After a restart of the machine its monotonic clock begins anew, and a pause on the old one means nothing.
    @Test func aPauseEndsWithTheRunOfTheMachine() async throws {
        try await prepare()
        let service = try folder.service(workers: 0)
        try await service.queue.enqueue([rootID(1)], datastack: "demo", priority: .bulk)
        let job = try #require(try await service.queue.claim())
        try await service.queue.retry(job, reason: "a full disk", after: 1e6)
        #expect(try await service.queue.claim() == nil)
        var owner = Owner.current()
        owner.boot = "the next run"
        #expect(try await JobQueue(store: service.store, owner: owner).claim()?.rootID == rootID(1))
        await service.close()
    }
}

/// The sentence of what an operation throws; empty when it throws nothing.
private func failure(_ operation: () async throws -> Void) async -> String {
    do {
        try await operation()
        return ""
    } catch {
        return "\(error)"
    }
}

private func folderIsEmpty(_ path: String) throws(ServiceError) -> Bool {
    try Files.names(in: path).allSatisfy { $0.hasSuffix(".tmp") }
}
