import FoundationEssentials
import SkeletonAPI
import SkeletonModel
import TestSupport
import Testing

@testable import SkeletonClient

struct DiskCacheTests {
    private static let ids = (1...20).map { RootID.test($0) }

    private static func client(
        _ transport: any HTTPTransport,
        _ folder: TemporaryFolder,
        _ change: (inout ServiceClient.Options) -> Void = { _ in }
    ) throws -> ServiceClient {
        try ServiceClient.forTests(transport) {
            $0.cache = .folder(folder.path)
            change(&$0)
        }
    }

    private static func fetch(
        _ client: ServiceClient,
        _ format: OutputFormat = .dict
    ) async throws -> [RootID: Skeleton] {
        let found = try await client.cachedSkeletons(
            ids,
            datastack: "demo_stack",
            version: .newest,
            format: format,
            generateMissing: false
        )
        return try found.mapValues { try $0.skeleton() }
    }

    @Test func theSecondTimeNothingIsAsked() async throws {
        let folder = try TemporaryFolder()
        let service = DemoService(cached: Set(Self.ids))
        let first = try await Self.fetch(try Self.client(service.transport, folder))

        let silent = TestTransport { _ in .failure(.connection("must not be asked")) }
        let lines = Messages()
        let second = try await Self.fetch(try Self.client(silent, folder) { $0.trace = { lines.append($0) } })
        #expect(silent.requests.isEmpty)
        #expect(Set(second.keys) == Set(first.keys))
        for id in Self.ids { #expect(second[id]?.x == first[id]?.x) }
        #expect(lines.all.contains { $0.contains("20 skeletons are on this disk") })
    }

    @Test func offlineAnswersComeFromTheDiskAlone() async throws {
        let folder = try TemporaryFolder()
        _ = try await Self.fetch(try Self.client(DemoService(cached: Set(Self.ids)).transport, folder))
        let silent = TestTransport { _ in .failure(.connection("must not be asked")) }
        let client = try Self.client(silent, folder) { $0.isOffline = true }
        let cell = try await client.skeleton(.test(3), datastack: "demo_stack", version: .newest, format: .dict)
        #expect(cell.rootID == .test(3))
        let existence = try await client.existence(
            of: [.test(3), .test(99)],
            datastack: "demo_stack",
            version: .newest
        )
        #expect(existence == [.test(3): true, .test(99): false])
        await #expect(throws: ServiceError.offline(try #require(ServerAddress(Recording.server)))) {
            try await client.skeleton(.test(99), datastack: "demo_stack", version: .newest, format: .dict)
        }
        #expect(silent.requests.isEmpty)
    }

    @Test func aDamagedFileIsRemovedAndFetchedAgain() async throws {
        let folder = try TemporaryFolder()
        let service = DemoService(cached: Set(Self.ids))
        _ = try await Self.fetch(try Self.client(service.transport, folder))
        let files = CacheFolder(folder.path).files().sorted { $0.path < $1.path }
        try #require(files.count == 20)
        try Self.damage(files[0].path) { $0[$0.count / 2] ^= 0x55 }
        try Self.damage(files[1].path) { $0.removeLast(12) }
        try Self.damage(files[2].path) { $0 = [] }
        // A whole file under another neuron's name.
        try AtomicFile.write(AtomicFile.read(files[4].path), to: files[3].path)
        for file in files.prefix(4) { #expect(throws: ServiceError.self) { try CacheFolder(folder.path).verify(file) } }

        let (messages, transport) = (Messages(), service.transport)
        let found = try await Self.fetch(try Self.client(transport, folder) { $0.report = { messages.append($0) } })
        #expect(found.count == 20)
        #expect(messages.all.count == 4)
        #expect(transport.requests.count { $0.url.contains("get_cached_skeletons") } == 1)
        for file in CacheFolder(folder.path).files() { _ = try CacheFolder(folder.path).verify(file) }
    }

    private static func damage(_ path: String, _ change: (inout [UInt8]) -> Void) throws {
        var bytes = try AtomicFile.read(path)
        change(&bytes)
        try AtomicFile.write(bytes, to: path)
    }

    @Test func filesSayWhereTheyAreFrom() async throws {
        let folder = try TemporaryFolder()
        _ = try await Self.fetch(try Self.client(DemoService(cached: [.test(7)]).transport, folder), .dict)
        let file = try #require(CacheFolder(folder.path).files().first)
        let provenance = try CacheFolder(folder.path).verify(file)
        #expect(provenance["server"]?.stringValue == "127.0.0.1:9")
        #expect(provenance["datastack"]?.stringValue == "demo_stack")
        #expect(provenance["root_id"]?.integerValue == RootID.test(7).value)
        #expect(!String(decoding: JSONValue.object(provenance).text(), as: UTF8.self).contains(Recording.token))
    }

    @Test func theLeastRecentlyUsedGoFirst() async throws {
        let folder = try TemporaryFolder()
        let service = DemoService(cached: Set(Self.ids))
        let one = try await Self.size(of: service)
        let client = try Self.client(service.transport, folder) { $0.cacheLimit = one * 10 }
        _ = try await Self.fetch(client)
        let files = CacheFolder(folder.path).files()
        #expect(files.reduce(0) { $0 + $1.size } <= one * 10)
        #expect(files.count >= 5)
    }

    private static func size(of service: DemoService) async throws -> Int {
        let folder = try TemporaryFolder()
        _ = try await fetch(try client(service.transport, folder))
        return CacheFolder(folder.path).files().map(\.size).max() ?? 0
    }

    @Test func severalClientsShareAFolder() async throws {
        let folder = try TemporaryFolder()
        let service = DemoService(cached: Set(Self.ids))
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<8 {
                let client = try Self.client(service.transport, folder)
                group.addTask { try await Self.fetch(client).count }
            }
            for try await count in group { #expect(count == 20) }
        }
        for file in CacheFolder(folder.path).files() { _ = try CacheFolder(folder.path).verify(file) }
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
        #expect(!names.contains { $0.hasSuffix(".tmp") })
    }

    @Test func nothingOfAServerOnThisMachineIsKeptUnlessAsked() throws {
        var options = ServiceClient.Options()
        options.environment = ["HOME": "/nonexistent", "XDG_CACHE_HOME": "/somewhere"]
        let near = try #require(ServerAddress("http://localhost:8000"))
        let far = try #require(ServerAddress("https://global.daf-apis.com"))
        #expect(SkeletonCache(options, server: near) == nil)
        #expect(SkeletonCache(options, server: far)?.folder.path == "/somewhere/karst/skeletons")
    }
}
