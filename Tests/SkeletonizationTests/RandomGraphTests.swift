import SkeletonModel
import Testing

@testable import Skeletonization

/// Properties on random graphs, and agreement with the brute-force version.
struct RandomGraphTests {
    private struct Sample {
        var points: [Point3]
        var edges: [Level2Graph.Edge]
        var random: SplitMix64

        /// Several pieces with cycles; `grid` puts the points on a coarse lattice, so that ties and zero lengths occur.
        init(seed: UInt64, grid: Double? = nil) {
            var random = SplitMix64(seed: seed)
            let count = 2 + Int(random.next() % 38)
            let pieces = 1 + Int(random.next() % 3)
            points = (0..<count).map { _ in
                let point = Point3(random.uniform() * 9000, random.uniform() * 9000, random.uniform() * 9000)
                guard let grid else { return point }
                return point.map { ($0 / grid).rounded() * grid }
            }
            edges = []
            for vertex in pieces..<max(count, pieces) {
                let earlier = Int(random.next() % UInt64(vertex))
                edges.append(.init(Int32(earlier), Int32(vertex)))
            }
            for _ in 0..<Int(random.next() % 12) {
                let (a, b) = (Int32(random.next() % UInt64(count)), Int32(random.next() % UInt64(count)))
                edges.append(.init(a, b))
            }
            self.random = random
        }

        mutating func options() -> SkeletonizationOptions {
            SkeletonizationOptions(
                invalidationDistance: random.uniform() * 9000,
                collapseSoma: random.next() % 2 == 0,
                collapseRadius: random.uniform() * 5000,
                smooth: random.next() % 4 == 0,
                rootSearch: random.next() % 2 == 0 ? .reference : .perComponent,
                strictSoma: random.next() % 2 == 0
            )
        }

        mutating func graph() throws -> Level2Graph {
            let synapses = (0..<Int(random.next() % 20)).map { _ in
                Level2Graph.Synapse(level2ID: Int64(random.next() % UInt64(points.count + 3)) + 1)
            }
            return try Level2Graph(
                rootID: #require(RootID("77")),
                nodes: points.indices.map { .init(id: Int64($0 + 1), coordinate: points[$0], sizeNM3: Double($0)) },
                edges: edges,
                somaPoint: random.next() % 2 == 0 ? points[0] : nil,
                preSynapses: Array(synapses.prefix(synapses.count / 2)),
                postSynapses: Array(synapses.dropFirst(synapses.count / 2))
            )
        }
    }

    @Test(arguments: 0..<300)
    func pathsAreThoseOfTheBruteForceVersion(seed: Int) throws {
        var sample = Sample(seed: UInt64(seed))
        let (options, graph) = (sample.options(), try sample.graph())
        var search = try PathSearch(points: sample.points, edges: graph.edges, options: options)
        let found = try search.run().paths
        let expected = BruteForceTeasar(points: sample.points, edges: graph.edges, options: options)
        #expect((0..<found.count).map { Array(found[$0]) } == expected.paths)
        #expect(found.nearestPathVertex == expected.nearestPathVertex)
    }

    @Test(arguments: [nil, 4500, 2000] as [Double?])
    func everySkeletonIsAProperForest(grid: Double?) throws {
        for seed in 0..<300 {
            var sample = Sample(seed: UInt64(seed) + 1000, grid: grid)
            let (options, graph) = (sample.options(), try sample.graph())
            let arrays = try graph.skeletonized(options, datastack: "d", timestamp: 0)
            expectProperForest(arrays, of: graph)
        }
    }

    private func expectProperForest(_ arrays: SkeletonArrays, of graph: Level2Graph) {
        let count = arrays.vertices.count
        var parents = [Int32](repeating: -1, count: count)
        for edge in arrays.edges {
            #expect(parents[Int(edge.child)] == -1 && edge.child != edge.parent)
            #expect(arrays.vertices[Int(edge.child)] != arrays.vertices[Int(edge.parent)])
            parents[Int(edge.child)] = edge.parent
        }
        for start in parents.indices {
            var (vertex, steps) = (start, 0)
            while parents[vertex] >= 0, steps <= count { (vertex, steps) = (Int(parents[vertex]), steps + 1) }
            #expect(steps <= count)
        }
        #expect(arrays.root.map { parents[$0] } == -1)
        #expect(arrays.meshToSkeletonMap.count == graph.nodes.count)
        #expect(arrays.meshToSkeletonMap.allSatisfy { $0 >= -1 && $0 < count })
        #expect(arrays.radius?.count == count && arrays.radius?.allSatisfy { $0.isFinite && $0 >= 0 } == true)
        #expect((arrays.compartment != nil) == graph.hasSynapseTable)
        #expect(arrays.compartment.map { $0.count == count && $0.allSatisfy { (1...3).contains($0) } } != false)
        #expect(arrays.level2IDs == graph.nodes.map(\.id))
    }

    @Test(arguments: 0..<50)
    func theOrderOfNodesAndEdgesInTheInputDoesNotMatter(seed: Int) throws {
        var sample = Sample(seed: UInt64(seed))
        let graph = try sample.graph()
        let order = graph.nodes.indices.sorted { ($0 * 7919) % 101 < ($1 * 7919) % 101 }
        var place = [Int32](repeating: 0, count: order.count)
        for (index, node) in order.enumerated() { place[node] = Int32(index) }
        let shuffled = try Level2Graph(
            rootID: graph.rootID,
            nodes: order.map { graph.nodes[$0] },
            edges: graph.edges.reversed().flatMap { edge in
                [.init(place[Int(edge.b)], place[Int(edge.a)]), .init(place[Int(edge.a)], place[Int(edge.b)])]
            },
            somaPoint: graph.somaPoint,
            preSynapses: graph.preSynapses,
            postSynapses: graph.postSynapses
        )
        #expect(shuffled == graph)
    }
}
