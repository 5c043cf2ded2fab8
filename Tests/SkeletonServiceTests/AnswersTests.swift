import SkeletonAPI
import SkeletonModel
import Skeletonization
import Testing

@testable import SkeletonService

struct AnswersTests {
    private let folder: TestFolder
    private let service: EmbeddedService

    /// 1 and 2 have skeletons, 3 has none, 4 is refused, 5 was superseded by 6 and has one.
    ///
    /// 77 does not exist.
    private let all = [1, 2, 3, 4, 5, 77].map { rootID($0) }
    private let supervoxel: RootID

    init() async throws {
        folder = try TestFolder()
        supervoxel = try #require(RootID(1 << 56 + 5))
        service = try folder.service()
        var graphs = try (1...5).map { try smallGraph($0) }
        graphs[4].supersededBy = rootID(6)
        try await service.importFiles([folder.write(graphs)], datastack: "demo")
        for id in [1, 2, 4, 5] {
            _ = try await service.skeleton(rootID(Int64(id)), datastack: "demo", version: .newest, format: .dict)
        }
        try await service.refuse([rootID(4)], datastack: "demo")
    }

    @Test func existenceIsTrueOnlyForWhatCanBeFetched() async throws {
        let existence = try await service.existence(of: all + [supervoxel], datastack: "demo", version: .newest)
        #expect(existence.filter(\.value).keys.sorted() == [1, 2, 5].map { rootID($0) })
        #expect(existence.count == 7)
        #expect(try await service.existence(of: [], datastack: "demo", version: .two).isEmpty)
    }

    @Test func bulkAnswersInTheOrderOfTheRequestAndQueuesNothingUnasked() async throws {
        let ids = [supervoxel, rootID(77), rootID(3), rootID(2), rootID(4), rootID(1), rootID(2)]
        let entries = try await service.bulkSkeletons(
            ids,
            datastack: "demo",
            version: .newest,
            format: .dict,
            generateMissing: false
        )
        #expect(entries.map(\.rootID) == ids)
        #expect(
            entries.map { $0.outcome.word }
                == ["wrong layer", "invalid", "missing", "skeleton", "refused", "skeleton", "skeleton"]
        )
        #expect(try await service.queue.states(of: ids, datastack: "demo").isEmpty)
    }

    @Test func bulkQueuesWhatIsMissingWhenAsked() async throws {
        let idle = try folder.service(workers: 0)
        await service.close()
        let entries = try await idle.bulkSkeletons(
            all,
            datastack: "demo",
            version: .newest,
            format: .swc,
            generateMissing: true
        )
        #expect(
            entries.map { $0.outcome.word } == ["skeleton", "skeleton", "queued", "refused", "skeleton", "invalid"]
        )
        #expect(try await idle.queue.states(of: all, datastack: "demo") == [rootID(3): .queued])
    }

    @Test func cachedSkeletonsAreOnlyThoseThatAreThere() async throws {
        let found = try await service.cachedSkeletons(
            all,
            datastack: "demo",
            version: .two,
            format: .dict,
            generateMissing: false
        )
        #expect(found.keys.sorted() == [1, 2, 5].map { rootID($0) })
        for (id, payload) in found { #expect(try payload.arrays().meta["root_id"] == .integer(id.value)) }
    }

    @Test func everyIDHasItsWord() async throws {
        let statuses = try await service.status(of: all + [supervoxel], datastack: "demo")
        #expect(statuses[rootID(1)] == IDStatus(.cached))
        #expect(statuses[rootID(3)] == IDStatus(.notFound))
        #expect(statuses[rootID(4)] == IDStatus(.refused))
        #expect(statuses[rootID(5)] == IDStatus(.outdated, hasSkeleton: true, successor: rootID(6)))
        #expect(statuses[rootID(77)] == IDStatus(.invalid))
        #expect(statuses[supervoxel] == IDStatus(.wrongLayer))
    }

    @Test func aRequestForWhatCannotBeHadSaysWhy() async throws {
        let expected: [(RootID, ServiceError)] = [
            (rootID(4), .refused(rootID(4))), (rootID(77), .invalid(rootID(77), datastack: "demo")),
            (supervoxel, .wrongLayer(supervoxel)),
        ]
        for (id, error) in expected {
            await #expect(throws: error) {
                try await service.skeleton(id, datastack: "demo", version: .newest, format: .dict)
            }
        }
    }

    @Test func generationIsForWhatIsMissingOnly() async throws {
        let others = all.filter { $0 != rootID(3) } + [supervoxel]
        #expect(try await service.generateSkeletons(others, datastack: "demo", version: .newest) == 0)
        #expect(try await service.generateSkeletons([rootID(3)], datastack: "demo", version: .newest) > 0)
        _ = try await service.skeleton(rootID(3), datastack: "demo", version: .newest, format: .dict)
        #expect(try await service.generateSkeletons([rootID(3)], datastack: "demo", version: .newest) == 0)
    }

    @Test func theRefusalListIsTheDatastacksOwnAndEntriesCanBeTakenBack() async throws {
        try await service.refuse([rootID(9), rootID(4)], datastack: "other")
        let list = try await service.refusalList(datastack: "demo")
        #expect(list == [Refusal(datastack: "demo", rootID: rootID(4))])
        #expect(try await service.refusalList(datastack: "other").map(\.rootID) == [rootID(4), rootID(9)])
        try await service.removeRefusals([rootID(4)], datastack: "demo")
        #expect(try await service.status(of: [rootID(4)], datastack: "demo")[rootID(4)]?.word == .cached)
    }

    @Test func anUnknownDatastackIsAnErrorThatNamesTheKnownOnes() async throws {
        let error = ServiceError.unknownDatastack("dem", known: ["demo"])
        await #expect(throws: error) { try await service.rootIDs(datastack: "dem") }
        await #expect(throws: error) {
            try await service.skeleton(rootID(1), datastack: "dem", version: .newest, format: .dict)
        }
        await #expect(throws: error) { try await service.existence(of: [], datastack: "dem", version: .newest) }
        await #expect(throws: error) { try await service.status(of: [], datastack: "dem") }
    }

    @Test func whatIsAlwaysTheSame() async throws {
        #expect(try await service.version() == "0.23.11")
        #expect(try await service.skeletonVersions().map(\.rawValue) == [-1, 0, 1, 2, 3, 4])
        let info = try await service.precomputedInfo(datastack: "demo", version: .two)
        #expect(info == PrecomputedInfo.record(of: .two))
    }

    @Test func aClosedServiceSaysSo() async throws {
        await service.close()
        await service.close()
        await #expect(throws: ServiceError.closed) { try await service.rootIDs(datastack: "demo") }
        await #expect(throws: ServiceError.closed) { try await service.importFiles([], datastack: "demo") }
    }

    // MARK: Listing

    private func files(_ ids: [Int64]) -> [String] {
        ids.map { CacheFileName(rootID: rootID($0), datastack: "demo").description }
    }

    private func contents(
        _ prefixes: [String],
        limit: Int = 0,
        _ version: SkeletonVersion = .newest
    ) async throws
        -> CacheContents
    {
        try await service.cacheContents(datastack: "demo", version: version, prefixes: prefixes, limit: limit)
    }

    @Test func listingGoesPrefixByPrefixInNameOrder() async throws {
        #expect(try await contents(["864691128455135237", "8646911"]).files == files([5, 1, 2, 4, 5]))
        #expect(try await contents(["8646911"]).found == 4)
        #expect(try await contents(["99"]) == CacheContents(found: 0, files: []))
    }

    @Test func theLimitCutsTheNamesAndNotTheCount() async throws {
        #expect(try await contents(["8646911"], limit: 2) == CacheContents(found: 4, files: files([1, 2])))
        await #expect(throws: ServiceError.badLimit(-1)) { try await contents(["8"], limit: -1) }
    }

    /// No id begins with 0, though 0 is the Python client's default.
    @Test func prefixZeroMatchesNothing() async throws {
        #expect(try await contents(["0"]).found == 0)
    }

    /// Section 6.2 of the protocol: only version 4 is written, and −1 and 0 are not translated here.
    @Test(arguments: [-1, 0, 1, 2, 3])
    func otherVersionsListNothing(_ number: Int) async throws {
        #expect(try await contents(["8"], try SkeletonVersion(number)).found == 0)
    }

    @Test(arguments: ["", "x", "12a", "-1", "1.5", "12345678901234567890"])
    func aPrefixOfOtherThanDigitsIsAnError(_ prefix: String) async throws {
        await #expect(throws: ServiceError.badPrefix(prefix)) { try await contents([prefix]) }
    }

    @Test func strayFilesAreNotListed() async throws {
        let name = CacheFileName(rootID: rootID(9), datastack: "demo").description
        try Disk.write([1], to: service.folder.skeletons("demo") + "/\(name).123.tmp")
        try Disk.write([1], to: service.folder.skeletons("demo") + "/notes.txt")
        #expect(try await contents(["8646911"]).found == 4)
    }
}

extension BulkEntry.Outcome {
    var word: String {
        switch self {
        case .skeleton: "skeleton"
        case .queued: "queued"
        case .invalid: "invalid"
        case .wrongLayer: "wrong layer"
        case .refused: "refused"
        case .missing: "missing"
        case .failed(let reason): "failed: \(reason)"
        }
    }
}
