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
        #expect(try #require(arrays.radius) == (try #require(expected["radius"]).numbers))
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
