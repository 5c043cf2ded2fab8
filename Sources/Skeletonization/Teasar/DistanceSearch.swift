/// Shortest distances from one vertex, with arrays that are reused from search to search.
///
/// A search costs only what it touches. Equal distances are settled by the lowest vertex, and a vertex keeps the first
/// predecessor found.
struct DistanceSearch: ~Copyable {
    struct State: BitwiseCopyable {
        /// Infinite while untouched.
        var distance: Double
        var predecessor: Int32
    }

    private static let untouched = State(distance: .infinity, predecessor: -1)

    private let states: FastArray<State>
    private let touched: FastArray<Int32>
    private var touchedCount = 0
    private var heap = VertexHeap(capacity: 1024)
    private var cancellation = CancellationPoll()

    init(vertexCount: Int) {
        states = FastArray(repeating: Self.untouched, count: vertexCount)
        touched = FastArray(repeating: 0, count: vertexCount)
    }

    @inline(__always) func distance(of vertex: Int32) -> Double { states[vertex].distance }
    @inline(__always) func predecessor(of vertex: Int32) -> Int32 { states[vertex].predecessor }

    /// All vertices connected to `start`.
    mutating func settleAll(
        from start: Int32,
        in graph: borrowing WeightedGraph
    ) throws(SkeletonizationError) -> SettledVertices {
        begin(from: start)
        var settled = SettledVertices(start: start)
        while let vertex = try settleNext() {
            settled.vertices.append(vertex)
            settled.distances.append(distance(of: vertex))
            relax(vertex, in: graph)
        }
        return settled
    }

    /// The vertex with a mark (≥ 0) that is nearest to `start`, the lowest mark among equally near ones; `start` when
    /// no marked vertex is connected to it.
    ///
    /// Nothing is looked for beyond a marked vertex: it could only be farther, or as far behind an edge of length 0.
    mutating func nearestMarked(
        from start: Int32,
        marks: borrowing FastArray<Int32>,
        in graph: borrowing WeightedGraph
    ) throws(SkeletonizationError) -> Int32 {
        begin(from: start)
        var nearest = start
        var limit = Double.infinity
        while let vertex = try settleNext(), distance(of: vertex) <= limit {
            if marks[vertex] < 0 {
                relax(vertex, in: graph)
            } else if limit == .infinity || marks[vertex] < marks[nearest] {
                (nearest, limit) = (vertex, distance(of: vertex))
            }
        }
        return nearest
    }

    private mutating func begin(from start: Int32) {
        for position in 0..<touchedCount { states[touched[position]] = Self.untouched }
        heap.removeAll()
        states[start] = State(distance: 0, predecessor: -1)
        touched[0] = start
        touchedCount = 1
        heap.push(start, at: 0)
    }

    /// The nearest vertex that is not settled yet, nil when all are.
    @inline(__always)
    private mutating func settleNext() throws(SkeletonizationError) -> Int32? {
        while let entry = heap.popFirst() {
            // A shorter way was found after this entry was made.
            guard entry.distance == states[entry.vertex].distance else { continue }
            try cancellation.check()
            return entry.vertex
        }
        return nil
    }

    @inline(__always)
    private mutating func relax(_ vertex: Int32, in graph: borrowing WeightedGraph) {
        let distance = states[vertex].distance
        for position in graph.arcRange(of: vertex) {
            let arc = graph.arcs[position]
            let candidate = distance + Double(arc.length)
            let known = states[arc.target].distance
            guard candidate < known else { continue }
            if known == .infinity {
                touched[touchedCount] = arc.target
                touchedCount += 1
            }
            states[arc.target] = State(distance: candidate, predecessor: vertex)
            heap.push(arc.target, at: candidate)
        }
    }
}
