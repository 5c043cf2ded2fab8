import SkeletonModel
import Testing

@testable import Skeletonization

/// Where the reference fails or contradicts itself, and what we do instead.
struct DeviationTests {
    private let id: RootID

    init() throws { id = try #require(RootID("99")) }

    private func graph(
        _ points: [Point3],
        _ edges: [(Int32, Int32)],
        sizes: [Double]? = nil,
        soma: Point3? = nil
    ) throws -> Level2Graph {
        try Level2Graph(
            rootID: id,
            nodes: points.indices.map { .init(id: Int64($0 + 1), coordinate: points[$0], sizeNM3: sizes?[$0] ?? 1e9) },
            edges: edges.map { .init($0.0, $0.1) },
            somaPoint: soma
        )
    }

    private func skeleton(
        _ graph: Level2Graph,
        _ options: SkeletonizationOptions = .init()
    ) throws -> SkeletonArrays {
        try graph.skeletonized(options, datastack: "d", timestamp: 0)
    }

    @Test(arguments: ["single_vertex", "single_vertex_soma", "single_vertex_synapses"])
    func oneNodeIsOneVertexWithABallsRadius(name: String) throws {
        let golden = try GoldenCase.load(name)
        let served = try #require(golden.expected["service_v4"])
        let arrays = try golden.graph().skeletonized(golden.options, datastack: "golden", timestamp: 0)
        #expect(arrays.vertices == golden.points && arrays.edges.isEmpty && arrays.root == 0)
        #expect(arrays.meshToSkeletonMap == [0] && arrays.level2IDs == [1])
        #expect(agree(arrays.radius ?? [], served["mesh_r_eff"]?.numbers ?? []))
        #expect(arrays.compartment ?? [] == served["compartment"]?.indices)
        var meta = arrays.meta
        meta["timestamp"] = nil
        meta["skeleton_version"] = .integer(4)
        #expect(meta == served["meta"]?.objectValue)
    }

    @Test(arguments: ["pair_same_coordinates", "triple_same_coordinates"])
    func aGraphWithoutLengthIsOneVertex(name: String) throws {
        let golden = try GoldenCase.load(name)
        let arrays = try golden.graph().skeletonized(golden.options, datastack: "golden", timestamp: 0)
        #expect(arrays.vertices == [try #require(golden.points[0])] && arrays.edges.isEmpty)
        #expect(arrays.meshToSkeletonMap.allSatisfy { $0 == 0 })
    }

    @Test func runsOfZeroLengthEdgesLeaveATree() throws {
        let golden = try GoldenCase.load("zero_length_run")
        let arrays = try golden.graph().skeletonized(golden.options, datastack: "golden", timestamp: 0)
        let points = [Point3(0, 0, 0), Point3(1000, 0, 0), Point3(2000, 0, 0), Point3(1000, 5000, 0)]
        #expect(arrays.vertices == points)
        #expect(
            Set(arrays.edges) == [.init(child: 1, parent: 0), .init(child: 2, parent: 1), .init(child: 3, parent: 1)]
        )
        #expect(arrays.meshToSkeletonMap == [0, 1, 1, 1, 2, 1, 3])
    }

    @Test func ofIsolatedNodesTheLargestStays() throws {
        let points = [Point3(0, 0, 0), Point3(5, 0, 0), Point3(9, 0, 0)]
        let arrays = try skeleton(graph(points, [], sizes: [1, 7, 7]))
        #expect(arrays.vertices == [points[1]])
        #expect(arrays.meshToSkeletonMap == [-1, 0, -1])
    }

    @Test func aPartWithoutLengthIsDroppedBesideOthers() throws {
        let points = [Point3(7, 7, 7), Point3(7, 7, 7), Point3(0, 0, 0), Point3(9000, 0, 0)]
        let arrays = try skeleton(graph(points, [(0, 1), (2, 3)]))
        #expect(arrays.vertices == [points[2], points[3]])
        #expect(arrays.meshToSkeletonMap == [-1, -1, 0, 1])
    }

    @Test func perComponentSearchKeepsTheBranchesThatAFragmentWouldCost() throws {
        let golden = try GoldenCase.load("two_components_permuted")
        var options = golden.options
        let reference = try golden.graph().skeletonized(options, datastack: "d", timestamp: 0)
        options.rootSearch = .perComponent
        let ours = try golden.graph().skeletonized(options, datastack: "d", timestamp: 0)
        #expect(ours.vertices.count > reference.vertices.count)
        #expect(ours.vertices.count == golden.points.count)
    }

    @Test func strictSomaLabelsNoRootWithoutASoma() throws {
        let golden = try GoldenCase.load("line10_synapses_rootN")
        var options = golden.options
        options.strictSoma = true
        let arrays = try golden.graph().skeletonized(options, datastack: "d", timestamp: 0)
        #expect(arrays.compartment?.contains(1) == false)
        let withSoma = try GoldenCase.load("star6_unequal_synapses")
        options = withSoma.options
        options.strictSoma = true
        let labelled = try withSoma.graph().skeletonized(options, datastack: "d", timestamp: 0)
        #expect(labelled.compartment == withSoma.expected["service_v4"]?["compartment"]?.indices)
    }

    @Test func synapsesOfTheNeuronWithItselfAndOffTheGraphDoNotCount() throws {
        let golden = try GoldenCase.load("star6_unequal_synapses")
        var graph = try golden.graph()
        for node in graph.nodes {
            graph.preSynapses.append(.init(level2ID: node.id, partner: graph.rootID))
            graph.postSynapses.append(.init(level2ID: node.id + 5000))
        }
        let arrays = try graph.skeletonized(golden.options, datastack: "d", timestamp: 0)
        #expect(arrays.compartment == golden.expected["service_v4"]?["compartment"]?.indices)
        #expect(graph.straySynapseCount == graph.nodes.count)
    }
}
