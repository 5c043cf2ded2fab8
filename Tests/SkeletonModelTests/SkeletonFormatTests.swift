import FoundationEssentials
import SkeletonModel
import TestSupport
import Testing

struct SkeletonFormatTests {
    @Test func everyFormatInTheFolderIsRegisteredAndTested() throws {
        let formats = Repository.root.appending(path: "Sources/SkeletonModel/Formats").path
        let tests = Repository.root.appending(path: "Tests/SkeletonModelTests").path
        var names: [String] = []
        for file in try FileManager.default.contentsOfDirectory(atPath: formats) where file.hasSuffix(".swift") {
            let text = String(decoding: try AtomicFile.read("\(formats)/\(file)"), as: UTF8.self)
            let declaration = try #require(text.firstRange(of: "= SkeletonFormat("), "\(file) declares no format")
            let quoted = text[declaration.upperBound...].split(separator: "\"", maxSplits: 2)
            names.append(String(quoted[1]))
            let stem = file.dropLast(6)
            let candidates = ["\(stem)Tests.swift", "\(stem)ReadTests.swift"]
            #expect(
                candidates.contains { FileManager.default.fileExists(atPath: "\(tests)/\($0)") },
                "\(file) has no tests"
            )
        }
        #expect(Set(names) == Set(SkeletonFormat.all.map(\.name)))
        #expect(names.count == SkeletonFormat.all.count)
    }

    @Test(arguments: ["swc", "swc.gz", "json", "json.gz", "h5", "h5.gz", "precomputed", "precomputed.gz"])
    func contentTellsTheFormatThatTheNameAskedFor(_ ending: String) throws {
        let skeleton = try Skeleton(FlatDictTests.arrays)
        let path = "cell.v2.\(ending)"
        let bytes = try SkeletonFormat.bytes(of: skeleton, path: path)
        #expect(Gzip.isGzip(bytes) == ending.hasSuffix(".gz"))
        let again = try SkeletonFormat.read(bytes, path: path)
        #expect(again.nodeCount == skeleton.nodeCount)
        #expect(again.parents == skeleton.parents)
        #expect(again.types == skeleton.types)
        #expect(again.unit == (ending.hasPrefix("swc") ? .micrometres : .nanometres))
    }

    @Test func jsonAndHDF5GiveTheSameArraysBack() throws {
        var arrays = FlatDictTests.arrays
        arrays.meta["note"] = nil
        let skeleton = try Skeleton(arrays)
        for name in ["flatdict", "h5"] {
            let format = try #require(SkeletonFormat.named(name))
            var again = try format.read(format.write(skeleton)).arrays()
            again.meta["skeleton_version"] = nil
            #expect(again == arrays)
        }
    }

    @Test func theServicesOwnTextMustBeAskedFor() throws {
        let skeleton = try Skeleton(FlatDictTests.arrays)
        let format = try #require(SkeletonFormat.named("service_swc"))
        let text = try format.write(skeleton)
        #expect(text.starts(with: Array("0 1 1054.664 827.648 600.000 0.289 -1\n".utf8)))
        #expect(try format.read(text).unit == .micrometres)
        #expect(try SkeletonFormat.read(text).unit == .unknown)
    }

    @Test func faultsNameTheFile() throws {
        let unknown = #expect(throws: SkeletonError.self) { try SkeletonFormat.read([0, 1, 2], path: "a/b.bin") }
        #expect(unknown?.description == "a/b.bin: the content is of no known skeleton format")
        #expect(unknown?.code == "unknown_format")
        #expect(unknown?.details["path"] == .string("a/b.bin"))
        let broken = #expect(throws: SkeletonError.self) {
            try SkeletonFormat.read(Array("1 1 0 0 0 1 -1\n2 1 0 0 x 1 1\n".utf8), path: "cell.swc")
        }
        #expect(broken?.description == "cell.swc: line 2, column 9: z is not a number: 'x'")
        #expect(broken?.code == "bad-float")
        #expect(broken?.details["line"] == .integer(2))
        let absent = #expect(throws: SkeletonError.self) { try SkeletonFormat.readFile("/nowhere/cell.swc") }
        #expect(absent?.description == "/nowhere/cell.swc: no such file or directory")
        let ending = #expect(throws: SkeletonError.self) { try SkeletonFormat.forWriting(to: "cell.txt") }
        #expect(
            ending?.description == """
                cell.txt: the ending of the name tells no skeleton format \
                (.h5, .hdf5, .jsonl, .ndjson, .json, .precomputed, .csv, .swc, each also with .gz)
                """
        )
    }

    @Test func formatsInNanometresNeedAUnit() throws {
        let skeleton = try SWC.parse(Array("1 1 0 0 0 1 -1\n".utf8))
        let error = #expect(throws: SkeletonError.self) { try SkeletonFormat.bytes(of: skeleton, path: "a.h5") }
        #expect(error?.description == "the service's HDF5 is in nanometres, and the unit of this skeleton is not known")
        let declared = skeleton.declared(in: .micrometres)
        let arrays = try CacheHDF5.decode(SkeletonFormat.bytes(of: declared, path: "a.h5"))
        #expect(arrays.radius == [1000])
    }
}
