import SkeletonModel

/// The neighbours of each skeleton vertex, in the order of the edges.
struct Adjacency: Sendable {
    var vertexCount: Int { offsets.count - 1 }
    private var offsets: [Int32]
    private var neighbours: [Int32]

    init(vertexCount: Int, edges: [SkeletonArrays.Edge]) {
        offsets = [Int32](repeating: 0, count: vertexCount + 1)
        neighbours = [Int32](repeating: 0, count: 2 * edges.count)
        for edge in edges {
            offsets[Int(edge.child) + 1] += 1
            offsets[Int(edge.parent) + 1] += 1
        }
        for vertex in 0..<vertexCount { offsets[vertex + 1] += offsets[vertex] }
        var next = offsets
        for edge in edges {
            neighbours[Int(next[Int(edge.child)])] = edge.parent
            neighbours[Int(next[Int(edge.parent)])] = edge.child
            next[Int(edge.child)] += 1
            next[Int(edge.parent)] += 1
        }
    }

    subscript(vertex: Int32) -> ArraySlice<Int32> {
        neighbours[Int(offsets[Int(vertex)])..<Int(offsets[Int(vertex) + 1])]
    }
}
