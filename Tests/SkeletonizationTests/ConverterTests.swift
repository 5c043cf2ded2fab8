import FoundationEssentials
import SkeletonModel
import TestSupport
import Testing

@testable import Skeletonization

private let hasPython = (try? Program("/usr/bin/env", ["python3", "-c", ""]).finish())?.status == 0

/// `scripts/golden-to-l2`, which turns recorded inputs into files that people import.
@Suite(.enabled(if: Repository.hasShared && hasPython, "needs the shared reference files and python3"))
struct ConverterTests {
    private func convert(_ source: String, _ target: String) throws -> Finished {
        let script = Repository.root.appending(path: "scripts/golden-to-l2").path
        return try Program("/usr/bin/env", ["python3", script, source, target]).finish()
    }

    @Test(arguments: ["real5830", "missing", "single", "nosyn", "twopart"], [".l2.jsonl", ".l2.jsonl.gz"])
    func theFileHoldsTheInput(name: String, ending: String) throws {
        let recording = try Recording(name)
        let folder = try TemporaryFolder()
        let target = folder.path + "/" + name + ending
        let run = try convert(recording.folder.appending(path: "input.json.gz").path, target)
        #expect(run.status == 0 && run.output.isEmpty && run.errors.isEmpty)
        let bytes = try AtomicFile.read(target)
        #expect(Gzip.isGzip(bytes) == ending.hasSuffix("gz"))
        let read = try #require(Level2GraphFile.read(bytes, path: target).first)
        let expected = try recording.graph()
        #expect(read.nodes == expected.nodes && read.edges == expected.edges)
        #expect(read.rootID == expected.rootID && read.somaPoint == expected.somaPoint)
        #expect(read.hasSynapseTable == expected.hasSynapseTable)
        #expect(read.preSynapses.map(\.level2ID) == expected.preSynapses.map(\.level2ID))
        #expect(read.preSynapses.map(\.partner) == expected.preSynapses.map(\.partner))
        #expect(read.postSynapses.map(\.level2ID) == expected.postSynapses.map(\.level2ID))
        #expect(read.postSynapses.map(\.partner) == expected.postSynapses.map(\.partner))
    }

    @Test func wrongUseAndMissingFilesAreSaid() throws {
        let folder = try TemporaryFolder()
        let missing = try convert(folder.path + "/none", folder.path + "/out")
        #expect(missing.status == 1)
        #expect(missing.errors.hasPrefix("golden-to-l2: \(folder.path)/none: FileNotFoundError"))
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/out"))
        let script = Repository.root.appending(path: "scripts/golden-to-l2").path
        #expect(try Program("/usr/bin/env", ["python3", script]).finish().status == 2)
    }
}
