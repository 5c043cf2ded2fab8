import FoundationEssentials
import SkeletonModel
import TestSupport
import Testing

/// Files of h5py and MeshParty; `Fixtures/HDF5/make-files.py` made them and says what they hold.
struct HDF5ReaderTests {
    private static func file(_ name: String) throws -> [UInt8] {
        try AtomicFile.read(Repository.fixtures.appending(path: "HDF5/\(name).h5").path)
    }

    @Test(arguments: [
        ("default-plain", 90), ("default-gzip", 90), ("default-chunks", 1100), ("default-types", 1),
        ("default-many", 90), ("default-growing", 90), ("latest-plain", 90), ("latest-gzip", 90),
        ("latest-chunks", 1100), ("latest-types", 1),
    ])
    func filesOfH5pyAreReadWhateverItsSettings(_ name: String, _ meshNodes: Int) throws {
        let arrays = try CacheHDF5.decode(Self.file(name))
        Self.expectTree(arrays)
        #expect(arrays.meshToSkeletonMap == (0..<Int32(meshNodes)).map { $0 % 60 })
        #expect(arrays.level2IDs == (0..<Int64(meshNodes)).map { (1 << 57) + $0 })
        #expect(arrays.meta == ["root_id": .integer(864_691_135_463_333_789)])
    }

    @Test func filesOfMeshPartyAreRead() throws {
        let arrays = try CacheHDF5.decode(Self.file("meshparty"))
        Self.expectTree(arrays)
        #expect(arrays.meshToSkeletonMap == (0..<90).map { $0 % 60 })
        #expect(arrays.level2IDs == nil)
    }

    private static func expectTree(_ arrays: SkeletonArrays) {
        #expect(arrays.vertices == (0..<60).map { Point3(Double($0) * 8, Double($0) * 2, Double($0) * -8) })
        #expect(arrays.edges == (1..<60).map { .init(child: $0, parent: ($0 - 1) / 2) })
        #expect(arrays.root == 0)
        #expect(arrays.radius == (0..<60).map { Double($0) + 0.5 })
        #expect(arrays.compartment == (0..<60).map { 2 + $0 % 2 })
    }

    @Test(arguments: [
        ("growing", "a table that can grow, of the new kind (vertices)"),
        ("many", "a group of the new kind with many members"), ("lzf", "the filter lzf (vertices)"),
        ("fletcher32", "the filter fletcher32 (vertices)"),
        ("big-endian", "numbers with the highest byte first (edges)"),
        ("link", "a link to another place or file (edges)"), ("rank", "a table of 3 dimensions (vertices)"),
    ])
    func whatIsNotReadIsNamed(_ name: String, _ feature: String) throws {
        let error = #expect(throws: SkeletonError.self) { try CacheHDF5.decode(Self.file("unread-\(name)")) }
        #expect(
            error?.description == """
                not a HDF5 skeleton: it uses \(feature), which is not read here; h5py's default settings write a file \
                that is
                """
        )
    }

    @Test(arguments: ["default-chunks", "default-many", "latest-gzip", "meshparty"])
    func cutFilesAreRefused(_ name: String) throws {
        let bytes = try Self.file(name)
        for length in stride(from: 0, to: bytes.count / 2, by: 97) {
            let error = #expect(throws: SkeletonError.self) { try CacheHDF5.decode(Array(bytes[..<length])) }
            #expect(error?.code == "bad_format")
        }
    }

    @Test(arguments: ["default-gzip", "default-chunks", "latest-chunks", "latest-gzip", "meshparty"])
    func noChangedByteDoesHarm(_ name: String) throws {
        let original = try Self.file(name)
        var random = SeededGenerator(seed: 5)
        for _ in 0..<300 {
            var bytes = original
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            do { _ = try CacheHDF5.decode(bytes) } catch {
                #expect(["bad_format", "bad_arrays", "not_finite"].contains(error.code))
            }
        }
    }
}
