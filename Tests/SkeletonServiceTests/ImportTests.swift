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

struct ImportTests {
    private let folder: TestFolder
    private let service: EmbeddedService

    init() throws {
        folder = try TestFolder()
        service = try folder.service(workers: 0)
    }

    @Test func aNeuronIsAddedOnceAndUnchangedAfterwards() async throws {
        let path = try folder.write([smallGraph(1)])
        let first = try await service.importFiles([path], datastack: "local")
        #expect(
            first == [ImportedNeuron(rootID: rootID(1), datastack: "local", kind: .graph, outcome: .added, path: path)]
        )
        let second = try await service.importFiles([path], datastack: "local")
        #expect(second.map(\.outcome) == [.unchanged])
        #expect(try await service.rootIDs(datastack: "local") == [rootID(1)])
        #expect(try await service.datastacks() == ["local"])
    }

    @Test func compressionAndOrderOfLinesMakeNoOtherData() async throws {
        let text = Level2GraphFile.text(try smallGraph(1))
        try await service.importFiles([folder.write(text, "a.l2.jsonl")], datastack: "local")
        var lines = text.split(separator: UInt8(ascii: "\n"))
        let header = lines.removeFirst()
        lines.reverse()
        let other = ([header] + lines).flatMap { $0 + [UInt8(ascii: "\n")] }
        let path = try folder.write(Gzip.compress(other), "b.l2.jsonl.gz")
        #expect(try await service.importFiles([path], datastack: "local").map(\.outcome) == [.unchanged])
    }

    @Test func otherDataForAKnownIDAreAnErrorThatNamesBoth() async throws {
        let first = try folder.write([smallGraph(1)], "a.l2.jsonl")
        try await service.importFiles([first], datastack: "local")
        let stored = try Disk.read(service.folder.graph(rootID(1), "local"))
        let second = try folder.write([smallGraph(2), smallGraph(1, seed: 9)], "b.l2.jsonl")
        let error = await #expect(throws: ServiceError.self) {
            try await service.importFiles([second], datastack: "local")
        }
        #expect(
            error?.description == "\(second): root id \(rootID(1)) is already in datastack 'local' with other data "
                + "(imported from \(first))"
        )
        #expect(try Disk.read(service.folder.graph(rootID(1), "local")) == stored)
        #expect(try await service.rootIDs(datastack: "local") == [rootID(1)])
        // In another datastack it is another neuron.
        #expect(try await service.importFiles([second], datastack: "other").count == 2)
    }

    @Test func twoDifferentNeuronsOfOneIDInOneImportAreAConflict() async throws {
        let first = try folder.write([smallGraph(1)], "a.l2.jsonl")
        let second = try folder.write([smallGraph(1, seed: 9)], "b.l2.jsonl")
        await #expect(
            throws: ServiceError.conflict(
                rootID(1),
                datastack: "local",
                path: second,
                existing: "imported from \(first)"
            )
        ) { try await service.importFiles([first, second], datastack: "local") }
        #expect(try await service.datastacks().isEmpty)
        #expect(
            try await service.importFiles([first, first], datastack: "local").map(\.outcome) == [.added, .unchanged]
        )
    }

    @Test(
        arguments: [
            ("missing.l2.jsonl", nil, "no such file or directory"),
            ("empty.l2.jsonl", "", "the file is empty"),
            ("text.l2.jsonl", "1 2 3\n", nil),
            ("header.l2.jsonl", #"{"t":"header","format":"l2graph","version":1}"# + "\n", nil),
            ("dict.json", #"{"vertices":[[1,2,3]]}"#, nil),
            (
                "noid.json", #"{"meta":{},"edges":[],"mesh_to_skel_map":[],"root":0,"vertices":[[1.0,2.0,3.0]]}"#,
                "root_id"
            ),
        ] as [(String, String?, String?)]
    )
    func aBadFileIsAnErrorThatNamesItAndNothingIsImported(
        _ name: String,
        _ content: String?,
        _ words: String?
    ) async throws {
        let good = try folder.write([smallGraph(1)], "good.l2.jsonl")
        let bad = folder.path + "/" + name
        if let content { _ = try folder.write(Array(content.utf8), name) }
        let error = await #expect(throws: ServiceError.self) {
            try await service.importFiles([good, bad], datastack: "local")
        }
        let sentence = try #require(error?.description)
        #expect(sentence.hasPrefix(bad + ": "))
        #expect(sentence.contains(words ?? ""))
        #expect(try await service.datastacks().isEmpty)
        #expect(folder.files(below: folder.data + "/graphs").isEmpty)
    }

    @Test func aFolderInsteadOfAFileIsAnError() async throws {
        let path = folder.path
        await #expect(throws: ServiceError.storage(path: path, problem: "is a directory")) {
            try await service.importFiles([path], datastack: "local")
        }
    }

    @Test(arguments: ["", ".", "..", "a/b", "-x", "a b", "ä", String(repeating: "x", count: 200)])
    func aNameThatCouldLeaveTheFolderIsNoDatastack(_ name: String) async throws {
        let path = try folder.write([smallGraph(1)])
        await #expect(throws: ServiceError.badDatastackName(name)) {
            try await service.importFiles([path], datastack: name)
        }
    }

    /// The second file's place is taken by a folder, so writing fails when the first is written already.
    @Test func anImportThatFailsWhileWritingLeavesNothing() async throws {
        let path = try folder.write([smallGraph(1), smallGraph(2)])
        let obstacle = service.folder.graph(rootID(2), "local")
        try FileManager.default.createDirectory(atPath: obstacle, withIntermediateDirectories: true)
        await #expect(throws: ServiceError.storage(path: obstacle, problem: "is a directory")) {
            try await service.importFiles([path], datastack: "local")
        }
        #expect(folder.files(below: folder.data + "/graphs").isEmpty)
        #expect(try await service.datastacks().isEmpty)
        try FileManager.default.removeItem(atPath: obstacle)
        #expect(try await service.importFiles([path], datastack: "local").count == 2)
    }

    @Test func aGraphWhoseFileHasGoneIsWrittenAgain() async throws {
        let path = try folder.write([smallGraph(1)])
        try await service.importFiles([path], datastack: "local")
        try Files.remove(service.folder.graph(rootID(1), "local"))
        #expect(try await service.importFiles([path], datastack: "local").map(\.outcome) == [.unchanged])
        #expect(Files.isFile(service.folder.graph(rootID(1), "local")))
    }

    @Test func ofTwoImportsAtOnceOneAddsAndTheOtherFindsItDone() async throws {
        let other = try folder.service(workers: 0)
        let path = try folder.write((1...20).map { try smallGraph($0) })
        async let mine = service.importFiles([path], datastack: "local")
        async let theirs = other.importFiles([path], datastack: "local")
        let added = try await (mine + theirs).filter { $0.outcome == .added }.map(\.rootID)
        #expect(added.sorted() == (1...20).map { rootID($0) })
        await other.close()
    }

    @Test(arguments: 1...5)
    func ofTwoDifferentImportsAtOnceOneFails(_ round: Int) async throws {
        let other = try folder.service(workers: 0)
        let paths = try [
            folder.write([smallGraph(1, seed: 1)], "a.l2.jsonl"), folder.write([smallGraph(1, seed: 2)], "b.l2.jsonl"),
        ]
        async let mine = Self.outcome { [service] in try await service.importFiles([paths[0]], datastack: "local") }
        async let theirs = Self.outcome { try await other.importFiles([paths[1]], datastack: "local") }
        let outcomes = await [mine, theirs]
        #expect(outcomes.count { $0 == nil } == 1)
        #expect(outcomes.compactMap { $0?.code } == ["conflict"])
        // What is stored is the winner's.
        let winner = try smallGraph(1, seed: outcomes[0] == nil ? 1 : 2)
        #expect(try service.generator.graph(of: rootID(1), datastack: "local") == winner)
        await other.close()
    }

    private static func outcome(_ body: @Sendable () async throws -> [ImportedNeuron]) async -> ServiceError? {
        do {
            _ = try await body()
            return nil
        } catch {
            return error as? ServiceError
        }
    }

    @Test(arguments: [OutputFormat.dict, .h5], [false, true])
    func aFinishedSkeletonGoesStraightIntoTheCache(_ format: OutputFormat, _ isCompressed: Bool) async throws {
        let maker = try folder.service()
        try await maker.importFiles([folder.write([smallGraph(1)])], datastack: "local")
        let made = try await maker.skeleton(rootID(1), datastack: "local", version: .newest, format: format)
        let bytes = isCompressed ? Gzip.compress(try made.bytes()) : try made.bytes()
        let path = try folder.write(bytes, "finished")
        await maker.close()

        #expect(try await service.importFiles([path], datastack: "copy").map(\.kind) == [.skeleton])
        #expect(try await service.importFiles([path], datastack: "copy").map(\.outcome) == [.unchanged])
        let copy = try await service.skeleton(rootID(1), datastack: "copy", version: .newest, format: format)
        let isEqual = try copy.arrays() == made.arrays()
        #expect(isEqual)
        #expect(try await service.status(of: [rootID(1)], datastack: "copy")[rootID(1)]?.word == .cached)
    }

    @Test func aFinishedSkeletonOfAnOlderVersionIsRefused() async throws {
        let maker = try folder.service()
        try await maker.importFiles([folder.write([smallGraph(1)])], datastack: "local")
        let made = try await maker.skeleton(rootID(1), datastack: "local", version: .two, format: .dict)
        let path = try folder.write(made.bytes(), "two.json")
        await maker.close()
        await #expect(
            throws: ServiceError.badImport(
                path: path,
                problem: "a skeleton of version 2; the cache takes version 4 only"
            )
        ) { try await service.importFiles([path], datastack: "copy") }
    }

    // MARK: Where a finished skeleton belongs

    /// A finished skeleton of neuron 1, whose metadata name the datastack `maker`.
    private func finished(_ format: OutputFormat) async throws -> [UInt8] {
        let maker = try folder.service()
        try await maker.importFiles([folder.write([smallGraph(1)])], datastack: "maker")
        let made = try await maker.skeleton(rootID(1), datastack: "maker", version: .newest, format: format)
        await maker.close()
        return try made.bytes()
    }

    @Test func aFinishedSkeletonGoesWhereItsNameOrItsMetadataSay() async throws {
        let bytes = try await finished(.h5)
        let other = try TestFolder()
        let service = try other.service(workers: 0)
        let plain = try other.write(bytes, "some.h5")
        #expect(try await service.importFiles([plain], ImportOptions()).map(\.datastack) == ["maker"])
        let named = try other.write(Gzip.compress(bytes), "\(CacheFileName(rootID: rootID(1), datastack: "named"))")
        #expect(try await service.importFiles([named], ImportOptions()).map(\.datastack) == ["named"])
        #expect(try await service.importFiles([named], ImportOptions(datastack: "asked")).map(\.datastack) == ["asked"])
        #expect(try await service.datastacks() == ["asked", "maker", "named"])
        let graph = try other.write([smallGraph(2)])
        #expect(try await service.importFiles([graph, plain], ImportOptions()).map(\.datastack) == ["local", "maker"])
        await service.close()
    }

    @Test func aNameThatSaysAnotherRootIDIsAnError() async throws {
        let name = CacheFileName(rootID: rootID(2), datastack: "named")
        let path = try folder.write(Gzip.compress(try await finished(.h5)), "\(name)")
        await #expect(
            throws: ServiceError.badImport(
                path: path,
                problem: "the name says root id \(rootID(2)), the skeleton \(rootID(1))"
            )
        ) { try await service.importFiles([path], ImportOptions()) }
    }

    // MARK: Meshes and volumes

    /// A tube of rings along the x axis.
    private func tube() -> [UInt8] {
        var lines: [String] = []
        for ring in 0..<60 {
            for corner in 0..<6 {
                let angle = Double(corner) * .pi / 3
                lines.append("v \(ring * 500) \(300 * cos(angle)) \(300 * sin(angle))")
            }
        }
        for ring in 0..<59 {
            for corner in 0..<6 {
                let (a, b) = (ring * 6 + corner + 1, ring * 6 + (corner + 1) % 6 + 1)
                lines += ["f \(a) \(b) \(a + 6)", "f \(b) \(b + 6) \(a + 6)"]
            }
        }
        return Array(lines.joined(separator: "\n").utf8)
    }

    @Test func aMeshBecomesAFinishedSkeletonAtOnce() async throws {
        let path = try folder.write(tube(), "42.obj")
        let id = try #require(RootID(42))
        let imported = try await service.importFiles([path], datastack: "local")
        #expect(imported.map(\.rootID) == [id])
        #expect(imported.map(\.kind) == [.skeleton])
        #expect(try await service.importFiles([path], datastack: "local").map(\.outcome) == [.unchanged])
        let arrays = try await service.skeleton(id, datastack: "local", version: .newest, format: .dict).arrays()
        let length = (arrays.vertices.map(\.x).max() ?? 0) - (arrays.vertices.map(\.x).min() ?? 0)
        #expect(length > 28_000)
        #expect(Set(arrays.compartment ?? []) == [3])
        // Whoever asks for SWC gets it: compartments are there.
        let swc = try await service.skeleton(id, datastack: "local", version: .newest, format: .swc)
        #expect(try swc.skeleton().nodeCount == arrays.vertices.count)
    }

    @Test func aMeshWithoutARootIDInItsNameIsAnError() async throws {
        let path = try folder.write(tube(), "tube.obj")
        await #expect(
            throws: ServiceError.badImport(
                path: path,
                problem: "a mesh's file name starts with its root id (such as 42.obj)"
            )
        ) { try await service.importFiles([path], datastack: "local") }
    }
}
