import FoundationEssentials
import SkeletonModel
import TestSupport
import Testing

struct SkeletonFilesTests {
    private func folder() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(
            atPath: folder("cells/deep/deeper"),
            withIntermediateDirectories: true
        )
        try FileManager.default.createDirectory(atPath: folder("empty"), withIntermediateDirectories: true)
        let names = [
            "b.swc", "a.swc.gz", "deep/c.json", "deep/deeper/d.H5", "notes.txt", ".hidden.swc", "e[1].swc", "f.swc.old",
        ]
        for name in names { try folder.write("", to: "cells/\(name)") }
        try FileManager.default.createSymbolicLink(
            atPath: folder("cells/deep/up"),
            withDestinationPath: folder("cells")
        )
        return folder
    }

    private func found(_ words: [String], pattern: String? = nil, in folder: TemporaryFolder) throws -> [String] {
        try SkeletonFiles.find(words.map { $0 == "-" ? $0 : folder($0) }, pattern: pattern).map {
            $0.path.replacing(folder.path + "/", with: "")
        }
    }

    @Test func aFolderStandsForTheFilesOfSkeletonsBelowIt() throws {
        let folder = try folder()
        let all = ["cells/a.swc.gz", "cells/b.swc", "cells/deep/c.json", "cells/deep/deeper/d.H5", "cells/e[1].swc"]
        #expect(try found(["cells"], in: folder) == all)
        #expect(try found(["cells/"], in: folder) == all)
        #expect(try found(["cells"], pattern: "*.txt", in: folder) == ["cells/notes.txt"])
        let files = try SkeletonFiles.find([folder("cells")])
        #expect(files.map(\.name) == ["a.swc.gz", "b.swc", "deep/c.json", "deep/deeper/d.H5", "e[1].swc"])
        #expect(files.map(\.stem) == ["a", "b", "deep/c", "deep/deeper/d", "e[1]"])
        #expect(files.allSatisfy { $0.isFound })
    }

    @Test func wordsKeepTheirOrderAndPatternsAreSorted() throws {
        let folder = try folder()
        #expect(
            try found(["cells/b.swc", "-", "cells/a.swc.gz"], in: folder) == ["cells/b.swc", "-", "cells/a.swc.gz"]
        )
        #expect(try found(["cells/*.swc"], in: folder) == ["cells/b.swc", "cells/e[1].swc"])
        #expect(try found(["cells/?.swc*"], in: folder) == ["cells/a.swc.gz", "cells/b.swc", "cells/f.swc.old"])
        // A file of that very name, and a pattern for nothing.
        #expect(try found(["cells/e[1].swc"], in: folder) == ["cells/e[1].swc"])
        #expect(try found(["cells/*.asc"], in: folder) == ["cells/*.asc"])
    }

    @Test func foldersWithoutSkeletonsAreNamed() throws {
        let folder = try folder()
        let error = #expect(throws: FileError.self) { try SkeletonFiles.find([folder("empty")]) }
        #expect(error?.description.hasPrefix("\(folder("empty")): no files of skeletons in this folder (.h5, ") == true)
        let other = #expect(throws: FileError.self) { try SkeletonFiles.find([folder("cells")], pattern: "*.asc") }
        #expect(other?.description == "\(folder("cells")): no files of skeletons in this folder (*.asc)")
    }

    @Test func filesAreReadWhateverTheirFormat() throws {
        let folder = try TemporaryFolder()
        let skeleton = try Skeleton(FlatDictTests.arrays)
        for ending in ["swc", "swc.gz", "json", "h5.gz", "precomputed"] {
            try SkeletonFormat.writeFile(skeleton, to: folder("cell.\(ending)"))
            let content = try SkeletonFile(path: folder("cell.\(ending)")).read()
            #expect(content.skeleton.nodeCount == skeleton.nodeCount)
            #expect(content.format.extensions.contains { ending.hasPrefix($0) })
            #expect(content.isGzip == ending.hasSuffix(".gz"))
        }
        try folder.write("1 1 0 0 0 1 0\n", to: "odd.swc")
        #expect(try SkeletonFile(path: folder("odd.swc")).read(.init(unit: .nanometres)).skeleton.unit == .nanometres)
        let strict = #expect(throws: SkeletonError.self) {
            try SkeletonFile(path: folder("odd.swc")).read(.init(mode: .strict))
        }
        #expect(strict?.code == "missing-parent")
        #expect(strict?.details["path"] == .string(folder("odd.swc")))
        try folder.write("1 1 0 0 0 1 0\n\u{0}", to: "binary.swc")
        let binary = try SkeletonFile(path: folder("binary.swc")).lint().findings.map(\.code)
        #expect(binary == ["not-text"])
    }
}
