import FoundationEssentials
import Karst
import TestSupport
import Testing

/// A real traced neuron of 4,332 nodes goes through Lua and comes out as the reference has it.
struct HemibrainTests {
    private static let script = """
        local path = ...
        local golden = karst.json.decode(karst.fs.read(path, { decompress = true }))
        local input, parameters = golden.input, golden.params
        local skeleton = karst.skeletonize.graph(
          { vertices = input.vertices, edges = input.edges, soma_point = input.soma_pt, index_base = 0 },
          {
            invalidation = parameters.invalidation_d,
            collapse_soma = parameters.collapse_soma,
            collapse_radius = parameters.collapse_radius,
            component_threshold = parameters.cc_vertex_thresh,
          })
        local made, expected = skeleton:to_table { index_base = 0 }, golden.expected.skeleton
        local equal = {}
        for _, name in ipairs { "vertices", "edges", "root", "mesh_to_skel_map" } do
          equal[name] = karst.test.equal(made[name], expected[name])
        end
        return #skeleton, equal.vertices, equal.edges, equal.root, equal.mesh_to_skel_map
        """

    @Test(.enabled(if: Repository.hasShared, "needs the shared reference files"))
    func equalsTheReferenceExactly() async throws {
        let path = Repository.shared.appending(path: "golden/skeletonize/hemibrain_722817260_graph.json.gz").path
        let answer = try await OwnThread.run {
            let engine = try Engine()
            defer { engine.close() }
            return try engine.run(Self.script, arguments: [.text(path)]).map { $0.boolean ?? ($0.integer == 1460) }
        }
        #expect(answer == [true, true, true, true, true])
    }
}
