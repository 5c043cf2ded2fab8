import FoundationEssentials
import SkeletonModel
import TestSupport
import Testing

@testable import Skeletonization

/// Our skeletons against what the real service answered, array by array.
@Suite(.enabled(if: Repository.hasShared, "needs the shared reference files"))
struct ServerGoldenTests {
    @Test(arguments: ["n200", "n1k", "n5k", "n20k", "n100k", "real5830", "frag", "mixed", "nosyn", "twopart"])
    func flatdictOfVersion4Agrees(name: String) throws {
        let recording = try Recording(name)
        let expected = try recording.flatdict(version: 4)
        let timestamp = try #require(expected["meta"]?["timestamp"]?.number)
        let arrays = try recording.graph().skeletonized(datastack: recording.datastack, timestamp: timestamp)
        #expect(arrays.vertices == expected["vertices"]?.points)
        #expect(arrays.edges == expected["edges"]?.edges)
        #expect(arrays.root.map(Int64.init) == expected["root"]?.integerValue)
        #expect(arrays.meshToSkeletonMap == expected["mesh_to_skel_map"]?.indices)
        #expect(agree(try #require(arrays.radius), try #require(expected["radius"]).numbers))
        #expect(arrays.compartment == expected["compartment"]?.indices)
        #expect(arrays.level2IDs == expected["lvl2_ids"]?.ids)
        var meta = arrays.meta
        meta["skeleton_version"] = .integer(4)
        #expect(meta == expected["meta"]?.objectValue)
    }

    @Test(arguments: ["n200", "n1k", "n5k", "real5830", "frag", "mixed"])
    func stagesAgree(name: String) throws {
        let recording = try Recording(name)
        let stages = try recording.stages()
        let graph = try recording.graph()
        let geometry = try SkeletonGeometry(graph, points: graph.knownCoordinates(), options: .init())
        #expect(geometry.draft.meshIndex == stages["skeleton_vertex_l2_index"]?.indices)
        #expect(geometry.forest.parents == stages["skeleton_parent"]?.indices)
        #expect(geometry.forest.endPoints == stages["end_points"]?.indices)
        #expect(geometry.forest.branchPoints == stages["branch_points"]?.indices)
        let split = graph.axonSplit(of: geometry, Segments(geometry.forest))
        #expect(agree([split.quality], [try #require(stages["axon_split_quality"]?.number)]))
    }

    @Test func theServiceFailsWithoutCoordinatesAndSoDoWeButSayWhy() throws {
        let graph = try Recording("missing").graph()
        let error = #expect(throws: SkeletonizationError.self) {
            try graph.skeletonized(datastack: "synth", timestamp: 0)
        }
        let missing = graph.nodes.filter { $0.coordinate == nil }.map { String($0.id) }.joined(separator: ", ")
        #expect(missing.split(separator: ",").count == 3)
        #expect(error?.code == "missing_coordinates")
        #expect(
            error?.description == "root id 864691128455136239: 3 level-2 nodes without a coordinate (\(missing))"
        )
        let filled = try graph.skeletonizedGeometry(datastack: "synth", timestamp: 0)
        #expect(filled.radius == nil && filled.compartment == nil && filled.level2IDs == nil)
        #expect(filled.edges.count == filled.vertices.count - 1)
    }

    @Test func aSingleNodeHasARadiusThatTheServiceDoesNotGive() throws {
        let recording = try Recording("single")
        let arrays = try recording.graph().skeletonized(datastack: recording.datastack, timestamp: 0)
        #expect(arrays.vertices.count == 1 && arrays.edges.isEmpty && arrays.root == 0)
        #expect(arrays.compartment == [3] && arrays.meshToSkeletonMap == [0])
        // A ball of 123456789 nm³.
        #expect(agree(arrays.radius ?? [], [308.893514]))
    }
}

/// The folder of one neuron that the real service was recorded with.
private struct Recording {
    let folder: URL
    let input: JSONValue

    init(_ name: String) throws {
        folder = Repository.shared.appending(path: "golden/server").appending(path: name)
        input = try .read(folder.appending(path: "input.json.gz"))
    }

    var datastack: String { input["datastack"]?.stringValue ?? "" }

    func stages() throws -> JSONValue { try .read(folder.appending(path: "stages.json.gz")) }

    func flatdict(version: Int) throws -> JSONValue {
        let cases = try JSONValue.read(folder.appending(path: "cases.json")).arrayValue ?? []
        let answer = cases.first { exchange in
            let path = exchange["request"]?["path"]?.stringValue ?? ""
            let isAsked = path.contains("/skeleton/\(version)/") && path.hasSuffix("/flatdict")
            return isAsked && exchange["body_file"] != nil
        }
        return try .read(folder.appending(path: try #require(answer?["body_file"]?.stringValue)))
    }

    func graph() throws -> Level2Graph {
        let cache = try #require(input["l2cache"])
        let column = { (name: String) in cache[name]?.arrayValue ?? [] }
        let (points, sizes, areas) = (column("rep_coord_nm"), column("size_nm3"), column("area_nm2"))
        let nodes = (input["level2_ids"]?.ids ?? []).enumerated().map { index, id in
            Level2Graph.Node(
                id: id,
                coordinate: points[index].point,
                sizeNM3: sizes[index].number,
                areaNM2: areas[index].number
            )
        }
        return try Level2Graph(
            rootID: try #require(input["root_id"]?.stringValue.flatMap { RootID($0) }),
            nodes: nodes,
            edges: (input["edges"]?.lists ?? []).map { .init($0[0], $0[1]) },
            somaPoint: soma,
            preSynapses: synapses("pre"),
            postSynapses: synapses("post"),
            hasSynapseTable: datastack != "synth_nosyn"
        )
    }

    private var soma: Point3? {
        guard let voxels = input["soma"]?["pt_position"]?.point, let size = input["soma"]?["resolution_nm"]?.point
        else { return nil }
        return Point3(voxels.x * size.x, voxels.y * size.y, voxels.z * size.z)
    }

    private func synapses(_ side: String) -> [Level2Graph.Synapse] {
        let table = input["synapses"]?[side]
        return zip(table?["level2_id"]?.ids ?? [], table?["partner_root_id"]?.ids ?? []).map {
            Level2Graph.Synapse(level2ID: $0, partner: RootID($1))
        }
    }
}
