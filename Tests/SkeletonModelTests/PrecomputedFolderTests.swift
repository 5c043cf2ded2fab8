import FoundationEssentials
import SkeletonModel
import TestSupport
import Testing

struct PrecomputedFolderTests {
    /// Little-endian bytes of a file, number by number.
    private static func bytes(_ numbers: [any FixedWidthInteger]) -> [UInt8] {
        func bytes(_ number: some FixedWidthInteger) -> [UInt8] {
            (0..<number.bitWidth / 8).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
        }
        return numbers.flatMap { bytes($0) }
    }

    private static func floats(_ values: [Float]) -> [UInt8] {
        bytes(values.map(\.bitPattern))
    }

    @Test func attributesOfAnyTypeAreReadAndTheTransformIsApplied() throws {
        let info = try Precomputed.Info(
            Array(
                """
                {"@type": "neuroglancer_skeletons", "transform": [2, 0, 0, 10, 0, 3, 0, 20, 0, 0, 4, 30],
                 "vertex_attributes": [{"id": "flag", "data_type": "int8", "num_components": 1},
                  {"id": "radius", "data_type": "float32", "num_components": 1},
                  {"id": "pair", "data_type": "uint16", "num_components": 2},
                  {"id": "vertex_types", "data_type": "uint8", "num_components": 1},
                  {"id": "count", "data_type": "uint32", "num_components": 1},
                  {"id": "delta", "data_type": "int32", "num_components": 1},
                  {"id": "small", "data_type": "int16", "num_components": 1}]}
                """.utf8
            )
        )
        var file = Self.bytes([UInt32(2), UInt32(1)]) + Self.floats([1, 2, 3, 4, 5, 6])
        file += Self.bytes([UInt32(0), UInt32(1), Int8(-1), Int8(7)]) + Self.floats([0.5, 8])
        file += Self.bytes([UInt16(1), UInt16(65535), UInt16(3), UInt16(4), UInt8(1), UInt8(200)])
        file += Self.bytes([UInt32.max, UInt32(5), Int32(-9), Int32.max, Int16(-2), Int16(300), UInt8(0)])
        let content = try Precomputed.decode(file, info)
        #expect(content.arrays.vertices == [Point3(12, 26, 42), Point3(18, 35, 54)])
        #expect(content.arrays.radius == [0.5, 8])
        #expect(content.arrays.compartment == [1, 200])
        #expect(
            content.attributes == [
                "flag": [-1, 7], "pair_0": [1, 3], "pair_1": [65535, 4], "count": [4_294_967_295, 5],
                "delta": [-9, 2_147_483_647], "small": [-2, 300],
            ]
        )
        #expect(content.diagnostics.map(\.code) == [.trailingBytes])
        let home = try TemporaryFolder()
        try AtomicFile.write(info.text(), to: home.path + "/info")
        try AtomicFile.write(file, to: home.path + "/77")
        let skeleton = try SkeletonFormat.readFile(home.path + "/77")
        #expect(skeleton.columns.names == ["count", "delta", "flag", "pair_0", "pair_1", "small"])
        #expect(skeleton.columns["pair_1"] == .doubles([65535, 4]))
        let cut = #expect(throws: SkeletonError.self) { try Precomputed.decode(Array(file.dropLast(2)), info) }
        #expect(cut?.description == "not a precomputed skeleton: 2 vertices and 1 edges need 80 bytes, there are 79")
    }

    @Test func aFolderGivesBackWhatWasWritten() throws {
        let home = try TemporaryFolder()
        let path = home.path + "/skeletons"
        let folder = try PrecomputedFolder(creating: path)
        let first = try Skeleton(FlatDictTests.arrays)
        let second = try RandomForest(seed: 8, upTo: 40, isSmall: true).skeleton(unit: .micrometres)
        let ids = try [5, 720_575_940_621_039_145].map { try #require(RootID(Int64($0))) }
        try folder.write(first, id: ids[0])
        try folder.write(second, id: ids[1])
        let again = try PrecomputedFolder(opening: path)
        #expect(try again.ids() == ids)
        #expect(again.info == .standard)
        for (skeleton, id) in zip([first, second], ids) {
            let arrays = skeleton.arrays()
            let read = try again.skeleton(id)
            #expect(read.rootID == id)
            #expect(
                read.arrays().vertices
                    == arrays.vertices.map { Point3(Self.single($0.x), Self.single($0.y), Self.single($0.z)) }
            )
            #expect(read.arrays().radius == arrays.radius?.map(Self.single))
            #expect(Set(read.arrays().edges) == Set(arrays.edges))
            #expect(try SkeletonFormat.readFile("\(path)/\(id)").arrays() == read.arrays())
        }
        #expect(
            throws: SkeletonError.badOption("\(path)/2 holds skeletons with other attributes; choose another folder")
        ) {
            try FileManager.default.createDirectory(atPath: path + "/2", withIntermediateDirectories: true)
            try AtomicFile.write(Precomputed.Info(attributes: []).text(), to: path + "/2/info")
            _ = try PrecomputedFolder(creating: path + "/2")
        }
    }

    private static func single(_ value: Double) -> Double { Double(Float(value)) }

    @Test(arguments: [
        ("{}", "@type is not 'neuroglancer_skeletons'"), ("[]", "the text is not an object"),
        (#"{"@type": "neuroglancer_skeletons", "transform": [1, 2]}"#, "transform is not 12 numbers"),
        (
            #"{"@type": "neuroglancer_skeletons", "vertex_attributes": [{"id": "a", "data_type": "float64"}]}"#,
            "vertex_attributes[0] ('a') is of an unknown type 'float64'"
        ),
        (#"{"@type": "neuroglancer_skeletons", "vertex_attributes": [{}]}"#, "vertex_attributes[0] has no id"),
        (
            #"{"@type": "neuroglancer_skeletons", "sharding": {}}"#,
            "the skeletons are in shards, which are not read here"
        ),
    ])
    func whatNeuroglancerWouldRefuseIsNamed(_ text: String, _ problem: String) {
        #expect(throws: SkeletonError.badFormat("precomputed info", problem: problem)) {
            try Precomputed.Info(Array(text.utf8))
        }
    }
}
