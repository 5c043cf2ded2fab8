import SkeletonModel
import TestSupport
import Testing

struct FlatDictTests {
    static let arrays = SkeletonArrays(
        vertices: [Point3(1_054_664, 827_648, 600_000), Point3(0.1, -2.5, 1e17), Point3(3, 4, 5)],
        edges: [.init(child: 1, parent: 0), .init(child: 2, parent: 1)],
        root: 0,
        radius: [288.6853403, 312.4353403, 1],
        compartment: [1, 3, 3],
        meshToSkeletonMap: [0, 0, 1, -1],
        level2IDs: [173_056_326_983_745_934, 173_056_326_983_745_935, 1, 9_223_372_036_854_775_807],
        meta: ["root_id": .integer(864_691_136_040_432_126), "note": .string("a b"), "soma_pt_x": .null]
    )

    @Test func versionFourHasTheServicesForm() {
        let text = String(decoding: FlatDict.encode(Self.arrays, version: 4), as: UTF8.self)
        #expect(
            text == """
                {"meta":{"root_id":864691136040432126,"note":"ab","soma_pt_x":null,"skeleton_version":4},\
                "edges":[[1,0],[2,1]],"mesh_to_skel_map":[0,0,1,-1],"root":0,\
                "vertices":[[1054664.0,827648.0,600000.0],[0.1,-2.5,1e+17],[3.0,4.0,5.0]],"compartment":[1,3,3],\
                "radius":[288.6853403,312.4353403,1.0],\
                "lvl2_ids":[173056326983745934,173056326983745935,1,9223372036854775807]}
                """
        )
    }

    @Test(arguments: [(2, "[1.0,3.0,3.0]"), (0, "[1.0,3.0,3.0]"), (1, "[1,3,3]"), (3, "[1,3,3]")])
    func otherVersionsHaveNoLevelTwoIDs(_ version: Int, _ compartment: String) throws {
        let text = FlatDict.encode(Self.arrays, version: version)
        let object = try #require(try JSONValue.parse(text).objectValue)
        #expect(object["lvl2_ids"] == nil)
        #expect(String(decoding: text, as: UTF8.self).contains("\"compartment\":\(compartment),"))
        #expect(object["meta"]?.objectValue?["skeleton_version"] == .integer(version == 0 ? 2 : Int64(version)))
    }

    @Test func absentColumnsStayAbsent() throws {
        var arrays = Self.arrays
        (arrays.radius, arrays.compartment, arrays.level2IDs) = (nil, nil, nil)
        let text = FlatDict.encode(arrays, version: 4)
        let object = try #require(try JSONValue.parse(text).objectValue)
        #expect(object.keys == ["meta", "edges", "mesh_to_skel_map", "root", "vertices", "radius"])
        #expect(object["radius"] == .null)
        arrays.meta["note"] = .string("ab")
        arrays.meta["skeleton_version"] = .integer(4)
        #expect(try FlatDict.decode(text) == arrays)
    }

    @Test(arguments: [1, 2, 3, 4, 0, -1])
    func decodingGivesTheArraysBack(_ version: Int) throws {
        let decoded = try FlatDict.decode(FlatDict.encode(Self.arrays, version: version))
        #expect(decoded.vertices == Self.arrays.vertices)
        #expect(decoded.edges == Self.arrays.edges)
        #expect(decoded.compartment == Self.arrays.compartment)
        #expect(decoded.radius == Self.arrays.radius)
        #expect(decoded.meshToSkeletonMap == Self.arrays.meshToSkeletonMap)
        #expect(decoded.level2IDs == (abs(version) == 4 || version == -1 ? Self.arrays.level2IDs : nil))
    }

    @Test(arguments: [
        ("null", "not a JSON skeleton: the text is null"),
        ("[1]", "not a JSON skeleton: the text is not an object"),
        (#"{"edges":[]}"#, "not a JSON skeleton: it has no vertices"),
        (#"{"vertices":[[1,2,3],[1,2]],"edges":[]}"#, "not a JSON skeleton: vertices[1] is not what it should be"),
        (#"{"vertices":[[1,2,3]],"edges":7}"#, "not a JSON skeleton: edges is not a list"),
        (#"{"vertices":[[1,2,3]],"edges":[[0,1.5]]}"#, "not a JSON skeleton: edges[0] is not what it should be"),
        (#"{"vertices":[[1,2,3]],"edges":[[0,1]]}"#, "edge 0 joins vertices 0 and 1, of 1 vertices"),
        (#"{"vertices":[[1,2,3]],"edges":[],"radius":[1,2]}"#, "radius has 2 entries for 1 vertices"),
        (#"{"vertices":[[1,2,3]],"edges":[],"root":1}"#, "the root is vertex 1, of 1 vertices"),
        (
            #"{"vertices":[[1,2,3]],"edges":[],"mesh_to_skel_map":[-2]}"#,
            "mesh_to_skel_map[0] is vertex -2, of 1 vertices"
        ),
        (#"{"vertices":[[1,2,3]],"edges":["#, "bad JSON at byte 31: the text ends too early"),
    ])
    func faultsAreNamed(_ text: String, _ sentence: String) {
        let error = #expect(throws: SkeletonError.self) { try FlatDict.decode(Array(text.utf8)) }
        #expect(error?.description == sentence)
    }

    @Test(.enabled(if: Repository.hasShared, "needs the shared reference files"), arguments: ServiceRecording.all)
    func bodiesEqualTheRecordedOnes(_ name: String) throws {
        let recording = try ServiceRecording(name)
        let arrays = try recording.arrays()
        for version in [-1, 0, 1, 2, 3, 4] {
            let expected = try recording.body("get_v\(version)_flatdict")
            let ours = FlatDict.encode(arrays, version: version)
            #expect(try withoutTimestamp(ours) == withoutTimestamp(expected))
            // Not only the values, also their text.
            let decoded = try FlatDict.decode(expected)
            #expect(FlatDict.encode(decoded, version: version) == expected)
        }
    }
}
