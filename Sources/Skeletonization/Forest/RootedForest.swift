import SkeletonModel

/// Parents, children counts and an order with parents first, from edges and a root.
struct RootedForest: Sendable {
    /// −1 at the root of each component.
    private(set) var parents: [Int32]
    private(set) var childCounts: [Int32]
    /// All vertices, each after its parent.
    private(set) var order: [Int32] = []

    /// Components without `root` are rooted at a far end by number of edges.
    init(vertexCount: Int, edges: [SkeletonArrays.Edge], root: Int32) {
        parents = [Int32](repeating: -1, count: vertexCount)
        childCounts = [Int32](repeating: 0, count: vertexCount)
        order.reserveCapacity(vertexCount)
        var walk = TreeWalk(Adjacency(vertexCount: vertexCount, edges: edges))
        append(componentOf: root, &walk)
        for vertex in 0..<Int32(vertexCount) where !walk.hasReached(vertex) {
            append(componentOf: walk.farEnd(from: vertex) { _, _ in 1 }, &walk)
        }
    }

    private mutating func append(componentOf root: Int32, _ walk: inout TreeWalk) {
        for step in walk.reach(from: root, length: { _, _ in 1 }) {
            order.append(step.vertex)
            parents[Int(step.vertex)] = step.parent
            if step.parent >= 0 { childCounts[Int(step.parent)] += 1 }
        }
    }
}

extension RootedForest {
    /// Vertices without children, ascending.
    var endPoints: [Int32] { vertices { $0 == 0 } }

    /// Vertices with two or more children, ascending.
    var branchPoints: [Int32] { vertices { $0 >= 2 } }

    private func vertices(whereChildCount matches: (Int32) -> Bool) -> [Int32] {
        childCounts.indices.filter { matches(childCounts[$0]) }.map(Int32.init)
    }

    /// The distance of each vertex to `root` along the edges, infinite in other components.
    func distances(to root: Int32, lengths: [Float]) -> [Double] {
        var distances = [Double](repeating: .infinity, count: parents.count)
        distances[Int(root)] = 0
        for vertex in order where parents[Int(vertex)] >= 0 {
            distances[Int(vertex)] = distances[Int(parents[Int(vertex)])] + Double(lengths[Int(vertex)])
        }
        return distances
    }

    /// The length of the edge from each vertex to its parent, in the reference's single precision; 0 at roots.
    func edgeLengths(_ vertices: [Point3]) -> [Float] {
        parents.indices.map { vertex in
            let parent = parents[vertex]
            return parent < 0 ? 0 : Float(vertices[vertex].distance(to: vertices[Int(parent)]))
        }
    }

    /// Which vertices lie in the subtree of `top`, itself included.
    func subtree(of top: Int32) -> [Bool] {
        var inside = [Bool](repeating: false, count: parents.count)
        inside[Int(top)] = true
        for vertex in order where parents[Int(vertex)] >= 0 && inside[Int(parents[Int(vertex)])] {
            inside[Int(vertex)] = true
        }
        return inside
    }
}
