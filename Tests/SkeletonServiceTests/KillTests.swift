import FoundationEssentials
import SkeletonAPI
import SkeletonModel
import Skeletonization
import Testing

@testable import SkeletonService

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Processes that are killed while they work, and what the next one finds.
struct KillTests {
    private static let count: Int64 = 24

    private let folder: TestFolder
    private let ids = (1...KillTests.count).map { rootID($0) }

    init() throws { folder = try TestFolder() }

    private func prepare() async throws {
        let service = try folder.service(workers: 0)
        try await service.importFiles(
            [folder.write(ids.map { try smallGraph($0.value - 12 << 56) })],
            datastack: "demo"
        )
        await service.close()
    }

    /// Every file of the cache is whole, and every dispatched neuron is in the cache or in the queue.
    private func expectNothingTornOrLost() async throws {
        let service = try folder.service(workers: 0)
        let states = try await service.queue.states(of: ids, datastack: "demo")
        for id in ids {
            switch try await service.cache.read(id, datastack: "demo") {
            case .found(let arrays): #expect(arrays.vertices.count > 1)
            case .absent: #expect(states[id]?.isUnderWay == true, "\(id) is lost")
            case .setAside(let problem): Issue.record("torn: \(id) \(problem)")
            }
        }
        await service.close()
    }

    /// The next process finishes everything, and leaves no job behind.
    private func expectThatTheNextProcessFinishes() async throws {
        let service = try folder.service()
        #expect(try await eventually { try await service.queue.states(of: ids, datastack: "demo").isEmpty })
        let existence = try await service.existence(of: ids, datastack: "demo", version: .newest)
        #expect(!existence.values.contains(false))
        for id in ids {
            guard case .found = try await service.cache.read(id, datastack: "demo") else {
                Issue.record("\(id) cannot be read")
                continue
            }
        }
        await service.close()
    }

    @Test(arguments: ServiceHooks.Stage.allCases)
    func aProcessKilledAtAnyPointOfAJobLosesNothing(_ stage: ServiceHooks.Stage) async throws {
        try await prepare()
        await #expect(processExitsWith: .signal(SIGKILL)) {
            [data = folder.data as String, name = stage.rawValue as String] in
            var options = EmbeddedService.Options(workers: 2)
            let reached = Countdown(5)
            options.hooks.reached = { (stage, _) throws(ServiceError) in
                if stage.rawValue == name, !reached.takeOne() { kill(getpid(), SIGKILL) }
            }
            let service = try EmbeddedService(data, options)
            let ids = (1...KillTests.count).map { rootID($0) }
            _ = try await service.generateSkeletons(ids, datastack: "demo", version: .newest)
            try await Task.sleep(for: .seconds(60))
        }
        try await expectNothingTornOrLost()
        try await expectThatTheNextProcessFinishes()
    }

    /// Again and again at no particular point, the next process taking over each time.
    @Test func processesKilledAtRandomPointsLoseNothing() async throws {
        try await prepare()
        var random = SystemRandomNumberGenerator()
        for round in 0..<8 {
            let pause = UInt32.random(in: 0...60_000, using: &random)
            await #expect(processExitsWith: .signal(SIGKILL), "round \(round), killed after \(pause) µs") {
                [data = folder.data as String, pause = pause as UInt32] in
                let service = try EmbeddedService.open(data, workers: 2)
                let ids = (1...KillTests.count).map { rootID($0) }
                _ = try await service.generateSkeletons(ids, datastack: "demo", version: .newest)
                usleep(pause)
                kill(getpid(), SIGKILL)
            }
            try await expectNothingTornOrLost()
        }
        try await expectThatTheNextProcessFinishes()
    }

    /// Each process writes down what it begins; together they begin everything once.
    @Test func processesOnOneFolderShareTheWorkAndDoNothingTwice() async throws {
        try await prepare()
        let service = try folder.service(workers: 0)
        _ = try await service.generateSkeletons(ids, datastack: "demo", version: .newest)
        await service.close()
        let journal = folder.path + "/journal"
        try Files.makeFolder(journal)
        await withTaskGroup(of: Void.self) { [data = folder.data] group in
            for _ in 0..<3 { group.addTask { await Self.drain(data, journal) } }
        }
        let begun = folder.files(below: journal).compactMap { RootID($0.prefix { $0 != "-" }) }
        #expect(begun.sorted() == ids)
        try await expectThatTheNextProcessFinishes()
    }

    /// A process that works until the queue is empty.
    private static func drain(_ data: String, _ journal: String) async {
        await #expect(processExitsWith: .success) { [data = data as String, journal = journal as String] in
            var options = EmbeddedService.Options(workers: 2)
            options.hooks.reached = { (stage, id) throws(ServiceError) in
                if stage == .started { try Disk.write([], to: "\(journal)/\(id)-\(UUID().uuidString)") }
            }
            let service = try EmbeddedService(data, options)
            let ids = (1...KillTests.count).map { rootID($0) }
            let isDone = try await eventually { try await service.queue.states(of: ids, datastack: "demo").isEmpty }
            await service.close()
            exit(isDone ? EXIT_SUCCESS : EXIT_FAILURE)
        }
    }

    @Test func anImportThatIsKilledLeavesNothingThatTheNextOneMinds() async throws {
        let graphs = try ids.map { try smallGraph($0.value - 12 << 56) }
        let path = try folder.write(graphs)
        for pause in [0, 2_000, 10_000, 30_000] as [UInt32] {
            await #expect(processExitsWith: .signal(SIGKILL)) {
                [data = folder.data as String, path = path as String, pause = pause as UInt32] in
                let service = try EmbeddedService.open(data, workers: 0)
                Task.detached {
                    usleep(pause)
                    kill(getpid(), SIGKILL)
                }
                while true { try await service.importFiles([path], datastack: "demo") }
            }
            let service = try folder.service(workers: 0)
            let known = try await service.neurons.all(datastack: "demo")
            #expect(known.isEmpty || known == ids)
            for id in known { #expect(try service.generator.graph(of: id, datastack: "demo").rootID == id) }
            await service.close()
        }
        let service = try folder.service(workers: 0)
        #expect(try await service.importFiles([path], datastack: "demo").count == ids.count)
        await service.close()
    }

    /// A file-size limit is what a full disk looks like without one: writes beyond it fail.
    @Test func aDiskWithoutRoomFailsAnImportWholly() async throws {
        let path = try folder.write([smallGraph(1)])
        let service = try folder.service(workers: 0)
        await service.close()
        await #expect(processExitsWith: .success) { [data = folder.data as String, path = path as String] in
            let service = try EmbeddedService.open(data, workers: 0)
            signal(SIGXFSZ, SIG_IGN)
            var limit = rlimit(rlim_cur: 512, rlim_max: 512)
            setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
            do {
                try await service.importFiles([path], datastack: "demo")
                exit(3)
            } catch ServiceError.storage(let path, _) {
                exit(path.contains("/graphs/demo/") ? EXIT_SUCCESS : 4)
            }
        }
        #expect(folder.files(below: folder.data + "/graphs").isEmpty)
        let next = try folder.service()
        #expect(try await next.importFiles([path], datastack: "demo").map(\.outcome) == [.added])
        await next.close()
    }
}
