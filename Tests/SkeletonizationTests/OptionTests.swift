import SkeletonModel
import Testing

@testable import Skeletonization

/// Options and inputs that make no sense, each with its sentence, and cancellation.
struct OptionTests {
    private func sentence(_ name: String, _ change: (inout SkeletonizationOptions) -> Void) throws -> String? {
        let golden = try GoldenCase.load(name)
        var options = golden.options
        change(&options)
        let graph = try golden.graph()
        return #expect(throws: SkeletonizationError.self) {
            try graph.skeletonized(options, datastack: "d", timestamp: 0)
        }?.description
    }

    @Test func valuesWithoutMeaningAreRefused() throws {
        #expect(
            try sentence("line10") { $0.invalidationDistance = -1 }
                == "option 'invalidation' must be a length of 0 or more (got -1.0)"
        )
        #expect(
            try sentence("line10") { $0.collapseRadius = .nan }
                == "option 'collapse_radius' must be a length of 0 or more (got nan)"
        )
        #expect(
            try sentence("line10") { $0.componentThreshold = -2 }
                == "option 'component_threshold' must be 0 or more (got -2)"
        )
        #expect(try sentence("line10") { $0.rootIndex = 10 } == "root index 10 is outside the graph's 10 nodes")
        #expect(try sentence("line10") { $0.rootIndex = -1 } == "root index -1 is outside the graph's 10 nodes")
        #expect(
            try sentence("isolated_vertex_and_line") { $0.rootIndex = 10 }
                == "the node with root index 10 belongs to a part of the graph that has no skeleton"
        )
        #expect(
            try sentence("line10") { $0.componentThreshold = 10 }
                == "root id 1 has no component of more than 10 nodes (component_threshold)"
        )
    }

    @Test func graphsThatMakeNoSenseAreRefused() throws {
        let id = try #require(RootID("5"))
        let refused = { (nodes: [Level2Graph.Node], edges: [Level2Graph.Edge]) in
            #expect(throws: SkeletonizationError.self) {
                try Level2Graph(rootID: id, nodes: nodes, edges: edges)
            }?.description
        }
        #expect(refused([], []) == "level-2 graph of root id 5: no level-2 nodes")
        #expect(refused([.init(id: 1)], [.init(0, 1)]) == "level-2 graph of root id 5: edge to node 1 of 1")
        #expect(refused([.init(id: 1)], [.init(0, -1)]) == "level-2 graph of root id 5: edge to node -1 of 1")
        #expect(
            refused([.init(id: 4), .init(id: 4, sizeNM3: 1)], [])
                == "level-2 graph of root id 5: level-2 node 4 is given twice with different data"
        )
        #expect(
            refused([.init(id: 4, coordinate: Point3(0, .nan, 0))], [])
                == "level-2 graph of root id 5: 'p' is not a finite number"
        )
        #expect(
            refused([.init(id: -4)], [])
                == "level-2 graph of root id 5: 'id' must be an id from 1 to 9223372036854775807 (got -4)"
        )
    }

    @Test func limitlessOptionsStillGiveASkeleton() throws {
        let golden = try GoldenCase.load("synth_s11_300um_soma")
        let graph = try golden.graph()
        var options = SkeletonizationOptions(invalidationDistance: .infinity, collapseRadius: 0)
        let onePath = try SkeletonGeometry(graph, points: graph.knownCoordinates(), options: options)
        #expect(onePath.paths.count == 1)
        options.invalidationDistance = 0
        let all = try SkeletonGeometry(graph, points: graph.knownCoordinates(), options: options)
        #expect(Set(all.paths.vertices).count == graph.nodes.count)
    }

    @Test func aNodeBesideNodeZeroOnlyIsNeverFilled() throws {
        let id = try #require(RootID("5"))
        let nodes: [Level2Graph.Node] = [.init(id: 1, coordinate: Point3(0, 0, 0)), .init(id: 2), .init(id: 3)]
        let graph = try Level2Graph(rootID: id, nodes: nodes, edges: [.init(0, 1), .init(0, 2)])
        let error = #expect(throws: SkeletonizationError.self) {
            try graph.skeletonizedGeometry(datastack: "d", timestamp: 0)
        }
        #expect(error == .missingCoordinates(rootID: id, count: 2, ids: [2, 3]))
        #expect(error?.details == ["root_id": .integer(5), "count": .integer(2)])
    }

    @Test func aCancelledTaskGivesUp() async throws {
        let graph = try GoldenCase.load("synth_s12_2mm_soma").graph()
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try graph.skeletonized(datastack: "d", timestamp: 0)
        }
        await #expect(throws: SkeletonizationError.cancelled) { try await task.value }
        let text = Level2GraphFile.text(graph)
        let reading = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try Level2GraphFile.read(text, path: "a")
        }
        await #expect(throws: SkeletonizationError.cancelled) { try await reading.value }
    }
}
