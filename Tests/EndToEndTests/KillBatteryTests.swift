import FoundationEssentials
import GRDB
import Glibc
import SkeletonAPI
import SkeletonModel
import SkeletonService
import Skeletonization
import TestSupport
import Testing

/// Worker processes that are killed again and again while they make skeletons in bulk.
struct KillBatteryTests {
    private static let wave = 60
    private static let neuron = SyntheticNeuron.grow(seed: 5, targetCable: 60_000)

    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// At points that a seeded generator chooses; at the end everything is there, made once.
    ///
    /// Two dozen times in every run of the tests, a hundred times in `scripts/test --long`.
    @Test func whatIsDispatchedIsMadeExactlyOnceHoweverOftenItsMakersAreKilled() async throws {
        let kills = ProcessInfo.processInfo.environment["KARST_LONG_TESTS"] == nil ? 24 : 100
        let service = try EmbeddedService.open(folder("data"), workers: 0)
        var (ids, published): ([RootID], [RootID: ino_t]) = ([], [:])
        let workers = try Workers(folder("data"), count: 3)
        var struck = 0
        for number in 1...kills {
            if ids.count - published.count < Self.wave / 2 { ids += try await dispatch(after: ids.count, service) }
            try workers.killOne()
            // A job that runs, but nowhere.
            let entries = try await service.queueStatus().entries
            if entries.contains(where: { $0.state == .running && $0.worker == nil }) { struck += 1 }
            published = try publishedFiles().merging(published) { now, before in
                #expect(now == before, "published twice, seen after \(number) kills")
                return before
            }
        }
        try await waitUntilDone(service)
        workers.end()
        #expect(struck > kills / 10, "hardly any of the killed processes was at work")
        #expect(try publishedFiles().merging(published) { now, before in now == before ? now : 0 }.count == ids.count)
        try await expectEachMadeOnce(ids, service)
        await service.close()
    }

    // MARK: Steps

    /// Imports and queues the next few neurons.
    private func dispatch(after count: Int, _ service: EmbeddedService) async throws -> [RootID] {
        let ids = (1...Self.wave).compactMap { RootID(Int64(12 << 56 + count + $0)) }
        let text = try ids.flatMap { Level2GraphFile.text(try Self.neuron.level2Graph(rootID: $0)) }
        let path = folder("after\(count).l2.jsonl")
        try AtomicFile.write(text, to: path)
        try await service.importFiles([path], datastack: "demo")
        _ = try await service.generateSkeletons(ids, datastack: "demo", version: .newest)
        return ids
    }

    /// The number of the file behind each finished skeleton, which a second publication would change.
    private func publishedFiles() throws -> [RootID: ino_t] {
        let cache = folder("data/skeletons/demo/4")
        var files: [RootID: ino_t] = [:]
        for name in (try? FileManager.default.contentsOfDirectory(atPath: cache)) ?? [] {
            var information = stat()
            guard let parts = CacheFileName(name), stat("\(cache)/\(name)", &information) == 0 else { continue }
            files[parts.rootID] = information.st_ino
        }
        return files
    }

    private func waitUntilDone(_ service: EmbeddedService) async throws {
        for _ in 0..<1200 {
            let status = try await service.queueStatus()
            if status.queued + status.running == 0 { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        Issue.record("not done after a minute: \(try await service.queueStatus())")
    }

    /// The queue is empty, no job failed, each skeleton is whole, and was made once as the database has it.
    private func expectEachMadeOnce(_ ids: [RootID], _ service: EmbeddedService) async throws {
        #expect(try await service.queueStatus().entries == [])
        let whole = try await service.cachedSkeletons(
            ids,
            datastack: "demo",
            version: .newest,
            format: .dict,
            generateMissing: false
        )
        #expect(Set(whole.keys) == Set(ids))
        let counts = Set(whole.values.map { (try? $0.arrays().vertices.count) ?? 0 })
        #expect(counts.count == 1 && counts != [0], "the same neuron gives the same skeleton")
        let database = try DatabaseQueue(path: folder("data/karst.sqlite"))
        let made = try await database.read { try Int64.fetchAll($0, sql: "SELECT root_id FROM generation") }
        #expect(made.sorted() == ids.map(\.value))
    }
}

/// Several `karst worker` processes on one folder.
private final class Workers {
    private let data: String
    private var running: [RunningProgram] = []
    private var random = SplitMix(seed: 6)

    init(_ data: String, count: Int) throws {
        self.data = data
        for _ in 0..<count { running.append(try start()) }
    }

    private func start() throws -> RunningProgram {
        var worker = Program(BuiltProducts.karst, ["worker", "--data", data, "--threads", "2"])
        worker.seconds = 600
        return try worker.start()
    }

    /// Kills one of them after a pause, and starts another.
    func killOne() throws {
        usleep(UInt32(random.next() % 200_000))
        let index = Int(random.next() % UInt64(running.count))
        running[index].send(SIGKILL)
        #expect(running[index].finish().ending == .signalled(SIGKILL))
        running[index] = try start()
    }

    /// Asks them to end; what is asked so ends in good order.
    func end() {
        for worker in running { worker.send(SIGTERM) }
        for worker in running { #expect(worker.finish().ending == .signalled(SIGTERM)) }
        running = []
    }
}

/// A generator of numbers that are the same for the same seed.
private struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
