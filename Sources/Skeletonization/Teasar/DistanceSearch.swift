/// Shortest distances from one or several vertices, with arrays that are reused from search to search.
///
/// A search costs only what it touches. Equal distances are settled by the lowest vertex, and a vertex keeps the first
/// predecessor found.
struct DistanceSearch: ~Copyable {
    struct State: BitwiseCopyable {
        /// Infinite while untouched.
        var distance: Double
        var predecessor: Int32
        /// The start vertex that the shortest path comes from.
        var source: Int32
    }

    private static let untouched = State(distance: .infinity, predecessor: -1, source: -1)

    private let states: FastArray<State>
    private let touched: FastArray<Int32>
    private(set) var touchedCount = 0
    private var heap: VertexHeap
    private var cancellation = CancellationPoll()

    init(vertexCount: Int) {
        states = FastArray(repeating: Self.untouched, count: vertexCount)
        touched = FastArray(repeating: 0, count: vertexCount)
        heap = VertexHeap(capacity: 1024)
    }

    @inline(__always) func distance(of vertex: Int32) -> Double { states[vertex].distance }
    @inline(__always) func predecessor(of vertex: Int32) -> Int32 { states[vertex].predecessor }
    @inline(__always) func source(of vertex: Int32) -> Int32 { states[vertex].source }
    /// The vertices that the last search reached, in the order in which it found them.
    @inline(__always) func touchedVertex(_ position: Int) -> Int32 { touched[position] }

    /// All vertices connected to `start`.
    mutating func settleAll(
        from start: Int32,
        in graph: borrowing WeightedGraph
    ) throws(SkeletonizationError) -> SettledVertices {
        begin(from: start)
        var settled = SettledVertices(start: start)
        while let vertex = try settleNext(within: .infinity, in: graph) {
            settled.vertices.append(vertex)
            settled.distances.append(distance(of: vertex))
        }
        return settled
    }

    /// The vertex with a mark (≥ 0) that is nearest to `start`, the lowest mark among equally near ones; `start` when
    /// no marked vertex is connected to it.
    mutating func nearestMarked(
        from start: Int32,
        marks: borrowing FastArray<Int32>,
        in graph: borrowing WeightedGraph
    ) throws(SkeletonizationError) -> Int32 {
        begin(from: start)
        var nearest = start
        var limit = Double.infinity
        while let vertex = try settleNext(within: limit, in: graph) {
            guard marks[vertex] >= 0 else { continue }
            if limit < .infinity, marks[nearest] < marks[vertex] { continue }
            nearest = vertex
            limit = distance(of: vertex)
        }
        return nearest
    }

    /// Reaches everything within `limit` (inclusive) of any of the vertices in `starts`, which must ascend.
    mutating func reach(
        from starts: [Int32],
        within limit: Double,
        in graph: borrowing WeightedGraph
    ) throws(SkeletonizationError) {
        reset()
        for start in starts { touch(start, State(distance: 0, predecessor: -1, source: start)) }
        for start in starts { relax(start, at: 0, within: limit, in: graph) }
        while try settleNext(within: limit, in: graph) != nil {}
    }

    private mutating func begin(from start: Int32) {
        reset()
        touch(start, State(distance: 0, predecessor: -1, source: start))
        heap.push(start, at: 0)
    }

    private mutating func reset() {
        for position in 0..<touchedCount { states[touched[position]] = Self.untouched }
        touchedCount = 0
        heap.removeAll()
    }

    @inline(__always)
    private mutating func touch(_ vertex: Int32, _ state: State) {
        states[vertex] = state
        touched[touchedCount] = vertex
        touchedCount += 1
    }

    /// Settles the next vertex no farther than `limit`, or says that there is none.
    @inline(__always)
    private mutating func settleNext(
        within limit: Double,
        in graph: borrowing WeightedGraph
    ) throws(SkeletonizationError) -> Int32? {
        while let entry = heap.popFirst() {
            // A shorter way was found after this entry was made.
            guard entry.distance == states[entry.vertex].distance else { continue }
            guard entry.distance <= limit else { return nil }
            try cancellation.check()
            relax(entry.vertex, at: entry.distance, within: limit, in: graph)
            return entry.vertex
        }
        return nil
    }

    @inline(__always)
    private mutating func relax(
        _ vertex: Int32,
        at distance: Double,
        within limit: Double,
        in graph: borrowing WeightedGraph
    ) {
        let source = states[vertex].source
        for position in graph.arcRange(of: vertex) {
            let arc = graph.arcs[position]
            let candidate = distance + Double(arc.length)
            let known = states[arc.target].distance
            guard candidate < known, candidate <= limit else { continue }
            let state = State(distance: candidate, predecessor: vertex, source: source)
            if known == .infinity { touch(arc.target, state) } else { states[arc.target] = state }
            heap.push(arc.target, at: candidate)
        }
    }
}

/// The vertices of a component by rising distance from one of them, equal ones as they were settled.
struct SettledVertices: Sendable {
    let start: Int32
    fileprivate(set) var vertices: [Int32] = []
    fileprivate(set) var distances: [Double] = []

    fileprivate init(start: Int32) { self.start = start }

    var largestDistance: Double { distances.last ?? 0 }

    /// The lowest of the vertices with the largest distance.
    var farthest: Int32 {
        var lowest = vertices.last ?? start
        for position in vertices.indices.reversed() {
            guard distances[position] == largestDistance else { break }
            lowest = min(lowest, vertices[position])
        }
        return lowest
    }

    /// The vertices by falling distance, equal distances by the lowest vertex.
    var farthestFirst: [Int32] {
        var result: [Int32] = vertices.reversed()
        var start = 0
        while start < result.count {
            let distance = distances[result.count - 1 - start]
            var end = start + 1
            while end < result.count, distances[result.count - 1 - end] == distance { end += 1 }
            if end - start > 1 { result[start..<end].sort() }
            start = end
        }
        return result
    }
}

/// Looks now and then whether the surrounding task was cancelled: every thousand steps, well under a millisecond.
struct CancellationPoll {
    private var steps = 0

    @inline(__always)
    mutating func check() throws(SkeletonizationError) {
        steps += 1
        if steps & 1023 == 0, Task.isCancelled { throw .cancelled }
    }
}
