import Glibc
import SkeletonModel
import TestSupport
import Testing

struct CacheHDF5Tests {
    /// The smallest arrays, and ones with everything.
    static let samples: [SkeletonArrays] = [
        FlatDictTests.arrays,
        SkeletonArrays(
            vertices: [Point3(580_472, 919_056, 703_960)],
            edges: [],
            root: 0,
            compartment: [3],
            meshToSkeletonMap: [0],
            level2IDs: [4]
        ),
        SkeletonArrays(vertices: [], edges: [], root: nil),
    ]

    @Test(arguments: samples)
    func writingAndReadingGivesTheSameArrays(_ arrays: SkeletonArrays) throws {
        let bytes = try CacheHDF5.encode(arrays)
        #expect(try CacheHDF5.decode(bytes) == arrays)
    }

    @Test(
        .enabled(if: Repository.hasShared, "needs the shared reference files"),
        arguments: ServiceRecording.all + ["n5k", "n20k", "nosyn", "twopart", "single"]
    )
    func recordedFilesAreReadAndRewrittenExactly(_ name: String) throws {
        let recording = try ServiceRecording(name)
        let arrays = try recording.arrays()
        let expected = try FlatDict.decode(recording.body("get_v4_flatdict"))
        #expect(arrays.vertices == expected.vertices)
        #expect(arrays.edges == expected.edges)
        #expect(arrays.root == expected.root)
        #expect(arrays.radius == expected.radius)
        #expect(arrays.compartment == expected.compartment)
        #expect(arrays.meshToSkeletonMap == expected.meshToSkeletonMap)
        #expect(arrays.level2IDs == expected.level2IDs)
        #expect(try CacheHDF5.decode(CacheHDF5.encode(arrays)) == arrays)
    }

    @Test func equalArraysGiveEqualBytes() throws {
        // The library's own default writes the second in which a data set was made.
        let first = try Self.samples.map { try CacheHDF5.encode($0) }
        var clock = time(nil)
        let start = clock
        while clock == start { clock = time(nil) }
        #expect(try Self.samples.map { try CacheHDF5.encode($0) } == first)
    }

    @Test func severalThreadsMayWorkAtOnce() async throws {
        let arrays = Self.samples[0]
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<64 { group.addTask { try CacheHDF5.decode(CacheHDF5.encode(arrays)) == arrays } }
            for try await isSame in group { #expect(isSame) }
        }
    }

    @Test func cutFilesAreRefused() throws {
        let bytes = try CacheHDF5.encode(Self.samples[0])
        for length in stride(from: 0, to: bytes.count, by: 97) {
            let error = #expect(throws: SkeletonError.self) { try CacheHDF5.decode(Array(bytes[..<length])) }
            #expect(error?.code == "bad_format")
        }
        let text = #expect(throws: SkeletonError.self) { try CacheHDF5.decode(Array("1 1 0 0 0 1 -1\n".utf8)) }
        #expect(text?.description == "not a HDF5 skeleton: it is no HDF5 file")
    }

    @Test func aTableLargerThanItsFileIsRefusedBeforeItTakesMemory() throws {
        // The number of level-2 ids stands in the file as 8 bytes (4 ids, then as the largest size): make it huge.
        var bytes = try CacheHDF5.encode(Self.samples[0])
        let four: [UInt8] = [4, 0, 0, 0, 0, 0, 0, 0]
        var changed = 0
        for offset in 0..<(bytes.count - 8) where Array(bytes[offset..<offset + 8]) == four {
            bytes.replaceSubrange(offset..<offset + 8, with: [0, 0, 0, 0, 0, 16, 0, 0])
            changed += 1
        }
        #expect(changed > 0)
        let error = #expect(throws: SkeletonError.self) { try CacheHDF5.decode(bytes) }
        #expect(error?.code == "bad_format")
    }
}
