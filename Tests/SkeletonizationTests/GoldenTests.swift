import SkeletonModel
import TestSupport
import Testing

@testable import Skeletonization

/// Our skeletons against the reference's, case by case.
struct GoldenTests {
    /// Cases where the reference fails or serves what no skeleton is; `DeviationTests` has them.
    static let deviations: Set = [
        "pair_same_coordinates", "triple_same_coordinates", "zero_length_run", "single_vertex", "single_vertex_soma",
        "single_vertex_synapses",
    ]

    @Test(arguments: GoldenCase.names(in: GoldenCase.fixtures).filter { !deviations.contains($0) })
    func ourOwnInputsAgree(name: String) throws {
        try compare(GoldenCase.load(name))
    }

    @Test(
        .enabled(if: Repository.hasShared, "needs the shared reference files"),
        arguments: [
            "hemibrain_722817260_graph", "hemibrain_722817260_mesh", "hemibrain_754538881_mesh_soma",
        ]
    )
    func realNeuronsAgree(name: String) throws {
        try compare(GoldenCase.load(name, from: GoldenCase.shared))
    }

    @Test func everyFixtureIsCompared() {
        #expect(GoldenCase.names(in: GoldenCase.fixtures).count == 45)
    }

    private func compare(_ golden: GoldenCase) throws {
        let graph = try golden.graph()
        let geometry = try SkeletonGeometry(graph, points: graph.filledCoordinates(), options: golden.options)
        switch golden.comparison {
        case "exact":
            comparePaths(geometry.paths, golden.expected["teasar"])
            try compareSkeleton(geometry, #require(golden.expected["skeleton"]), smooth: golden.options.smooth)
        case "equivalence":
            try SkeletonComparison(geometry, golden).expectEquivalence()
        case "properties":
            try SkeletonComparison(geometry, golden).expectInvariants()
        default:
            Issue.record("unknown comparison '\(golden.comparison)'")
        }
        guard golden.comparison == "exact", let served = golden.expected["service_v4"] else { return }
        try compareServed(graph, golden.options, served)
    }

    private func comparePaths(_ paths: TeasarPaths, _ expected: JSONValue?) {
        guard let expected else { return }
        let components = expected["paths"]?.arrayValue?.map(\.lists) ?? []
        #expect(paths.roots == expected["roots"]?.indices)
        #expect((0..<paths.count).map { Array(paths[$0]) } == components.flatMap { $0 })
        #expect(agree(paths.lengths, expected["path_lengths"]?.arrayValue?.flatMap(\.numbers) ?? []))
        #expect(paths.nearestPathVertex == expected["mesh_to_path_vertex"]?.indices)
    }

    private func compareSkeleton(_ geometry: SkeletonGeometry, _ expected: JSONValue, smooth: Bool) throws {
        let (draft, forest) = (geometry.draft, geometry.forest)
        let points = try #require(expected["vertices"]).points
        #expect(draft.vertices.count == points.count)
        #expect(zip(draft.vertices, points).allSatisfy { smooth ? $0.distance(to: $1) < 1e-3 : $0 == $1 })
        #expect(draft.edges == expected["edges"]?.edges)
        #expect(Int64(draft.root) == expected["root"]?.integerValue)
        #expect(draft.meshToSkeletonMap == expected["mesh_to_skel_map"]?.indices)
        #expect(draft.meshIndex == expected["mesh_index"]?.indices)
        if let ends = expected["end_points"] { #expect(forest.endPoints == ends.indices) }
        if let branches = expected["branch_points"] { #expect(forest.branchPoints == branches.indices) }
        let distances = forest.distances(to: draft.root, lengths: forest.edgeLengths(draft.vertices))
        if let expected = expected["distance_to_root"] { #expect(agree(distances, expected.numbers)) }
        if let expected = expected["segments"] {
            let segments = Segments(forest)
            let members = segments.tops.indices.map { segment in
                Set(segments.segmentOf.indices.filter { segments.segmentOf[$0] == segment }.map { Int32($0) })
            }
            #expect(Set(members) == Set(expected.lists.map { Set($0) }))
        }
    }

    private func compareServed(
        _ graph: Level2Graph,
        _ options: SkeletonizationOptions,
        _ expected: JSONValue
    ) throws {
        let arrays = try graph.skeletonized(options, datastack: "golden", timestamp: 1.5)
        #expect(arrays.vertices == expected["vertices"]?.points)
        #expect(arrays.edges == expected["edges"]?.edges)
        #expect(arrays.root.map(Int64.init) == expected["root"]?.integerValue)
        #expect(arrays.meshToSkeletonMap == expected["mesh_to_skel_map"]?.indices)
        #expect(agree(try #require(arrays.radius), try #require(expected["radius"]).numbers))
        #expect(arrays.compartment ?? [] == expected["compartment"]?.indices)
        #expect(arrays.level2IDs == expected["lvl2_ids"]?.ids)
        var meta = arrays.meta
        #expect(meta["timestamp"] == .number(1.5))
        meta["timestamp"] = nil
        var expectedMeta = try #require(expected["meta"]?.objectValue)
        expectedMeta["skeleton_version"] = nil
        #expect(meta == expectedMeta)
    }
}
