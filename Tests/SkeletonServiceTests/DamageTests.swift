import SkeletonAPI
import SkeletonModel
import Skeletonization
import Testing

@testable import SkeletonService

struct DamageTests {
    /// What can happen to a file.
    enum Damage: String, CaseIterable, Sendable {
        case emptied
        case truncated
        case flipped
        case garbage
        case plainText
        case ofAnotherNeuron

        func damaged(_ bytes: [UInt8], other: [UInt8]) -> [UInt8] {
            switch self {
            case .emptied: []
            case .truncated: Array(bytes.prefix(bytes.count / 2))
            case .flipped: bytes.enumerated().map { $0.offset == bytes.count / 2 ? ~$0.element : $0.element }
            case .garbage: Gzip.compress(Array("no HDF5 at all".utf8))
            case .plainText: Array("null\n".utf8)
            case .ofAnotherNeuron: other
            }
        }
    }

    private let folder: TestFolder
    private let service: EmbeddedService

    init() async throws {
        folder = try TestFolder()
        service = try folder.service()
        try await service.importFiles([folder.write([smallGraph(1), smallGraph(2, seed: 2)])], datastack: "demo")
    }

    private func arrays(_ id: RootID) async throws -> SkeletonArrays {
        try await service.skeleton(id, datastack: "demo", version: .newest, format: .dict).arrays()
    }

    private func damage(_ damage: Damage) async throws -> [UInt8] {
        _ = try await arrays(rootID(2))
        let path = service.folder.skeleton(rootID(1), "demo")
        let other = try Disk.read(service.folder.skeleton(rootID(2), "demo"))
        let bytes = damage.damaged(try Disk.read(path), other: other)
        try Disk.write(bytes, to: path)
        return bytes
    }

    @Test(arguments: Damage.allCases)
    func aDamagedEntryIsSetAsideWithItsReasonAndMadeAgain(_ kind: Damage) async throws {
        let before = try await arrays(rootID(1))
        let bytes = try await damage(kind)
        let after = try await arrays(rootID(1))
        let isSame = after.vertices == before.vertices && after.edges == before.edges && after.radius == before.radius
        #expect(isSame)
        let names = folder.files(below: service.folder.quarantine("demo"))
        #expect(names.count == 2)
        let kept = try #require(names.first { $0.hasSuffix(".h5.gz") })
        let isKept = try Disk.read(service.folder.quarantine("demo") + "/" + kept) == bytes
        #expect(isKept)
        let reason = try Disk.read(service.folder.quarantine("demo") + "/" + kept + ".reason.txt")
        #expect(String(decoding: reason, as: UTF8.self).hasPrefix(service.folder.skeleton(rootID(1), "demo") + "\n"))
    }

    @Test func aDamagedEntryInABulkRequestIsMissingAndQueuedWhenAsked() async throws {
        _ = try await arrays(rootID(1))
        _ = try await damage(.truncated)
        let entries = try await service.bulkSkeletons(
            [rootID(1), rootID(2)],
            datastack: "demo",
            version: .newest,
            format: .dict,
            generateMissing: true
        )
        #expect(entries.map { $0.outcome.word } == ["queued", "skeleton"])
        _ = try await arrays(rootID(1))
    }

    @Test func manyReadersOfADamagedEntryAllGetTheNewOne() async throws {
        let before = try await arrays(rootID(1))
        _ = try await damage(.flipped)
        let service = service
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<16 {
                group.addTask {
                    try await service.skeleton(rootID(1), datastack: "demo", version: .newest, format: .dict).arrays()
                        .vertices.count
                }
            }
            for try await count in group { #expect(count == before.vertices.count) }
        }
    }

    /// A finished skeleton that was imported has no graph behind it.
    @Test func aDamagedEntryThatCannotBeMadeAgainSaysSo() async throws {
        let made = try await service.skeleton(rootID(1), datastack: "demo", version: .newest, format: .h5)
        try await service.importFiles([folder.write(made.bytes(), "finished.h5")], datastack: "copy")
        let path = service.folder.skeleton(rootID(1), "copy")
        try Disk.write([1, 2, 3], to: path)
        let error = await #expect(throws: ServiceError.self) {
            try await service.skeleton(rootID(1), datastack: "copy", version: .newest, format: .dict)
        }
        #expect(error?.code == "damaged")
        #expect(error?.description.hasPrefix("\(path) is damaged: ") == true)
        #expect(error?.description.hasSuffix("; it was set aside, and no level-2 graph is there") == true)
    }

    @Test func aDamagedGraphIsAReasonThatNamesTheFile() async throws {
        let path = service.folder.graph(rootID(1), "demo")
        try Disk.write(Array(try Disk.read(path).prefix(40)), to: path)
        let error = await #expect(throws: ServiceError.self) { try await arrays(rootID(1)) }
        guard case .generationFailed(_, let reason, let retryable) = error else {
            Issue.record("not a failed generation: \(String(describing: error))")
            return
        }
        #expect(reason.contains(path))
        #expect(reason.hasSuffix("import it again"))
        #expect(!retryable)
    }

    /// Importing the data again repairs a damaged graph, and what failed for it is tried again.
    @Test func importingAgainRepairsADamagedGraph() async throws {
        let path = service.folder.graph(rootID(1), "demo")
        try Disk.write([1, 2, 3], to: path)
        await #expect(throws: ServiceError.self) { try await arrays(rootID(1)) }
        try await service.importFiles([folder.write([smallGraph(1)])], datastack: "demo")
        #expect(try await arrays(rootID(1)).vertices.count > 1)
    }
}
