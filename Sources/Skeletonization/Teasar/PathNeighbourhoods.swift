/// For every vertex the nearest path vertex so far, within the invalidation distance.
///
/// A new path only visits what it is strictly nearer to than all earlier ones. That loses nothing: whatever lies beyond
/// a vertex that an earlier path is as near to has been reached by that path too, and no farther.
struct PathNeighbourhoods: ~Copyable {
    /// Infinite where no path is near.
    private let distances: FastArray<Double>
    private let pathVertices: FastArray<Int32>
    private let limit: Double
    private var heap = VertexHeap(capacity: 1024)
    private var cancellation = CancellationPoll()

    /// `limit` is inclusive.
    init(vertexCount: Int, within limit: Double) {
        distances = FastArray(repeating: .infinity, count: vertexCount)
        pathVertices = FastArray(repeating: -1, count: vertexCount)
        self.limit = limit
    }

    /// Whether some path is near the vertex.
    @inline(__always)
    func contains(_ vertex: Int32) -> Bool { pathVertices[vertex] >= 0 }

    /// The nearest path vertex of each vertex, −1 for none.
    func nearestPathVertices() -> [Int32] { (0..<pathVertices.count).map { pathVertices[$0] } }

    /// Adds the neighbourhood of a path, whose vertices must ascend.
    mutating func add(_ path: [Int32], in graph: borrowing WeightedGraph) throws(SkeletonizationError) {
        heap.removeAll()
        for vertex in path where distances[vertex] > 0 {
            distances[vertex] = 0
            pathVertices[vertex] = vertex
            heap.push(vertex, at: 0)
        }
        while let entry = heap.popFirst() {
            // A shorter way was found after this entry was made.
            guard entry.distance == distances[entry.vertex] else { continue }
            try cancellation.check()
            relax(entry.vertex, at: entry.distance, in: graph)
        }
    }

    @inline(__always)
    private mutating func relax(_ vertex: Int32, at distance: Double, in graph: borrowing WeightedGraph) {
        let pathVertex = pathVertices[vertex]
        for position in graph.arcRange(of: vertex) {
            let arc = graph.arcs[position]
            let candidate = distance + Double(arc.length)
            guard candidate < distances[arc.target], candidate <= limit else { continue }
            distances[arc.target] = candidate
            pathVertices[arc.target] = pathVertex
            heap.push(arc.target, at: candidate)
        }
    }
}
