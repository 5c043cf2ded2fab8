/// A forest made of an edge list whose indices are within range.
struct EdgeForest {
    /// For each vertex its parent, −1 for none.
    private(set) var parents: [Int32]
    private(set) var diagnostics: [SkeletonDiagnostic] = []

    init(_ arrays: SkeletonArrays) {
        parents = [Int32](repeating: -1, count: arrays.vertices.count)
        if directed(arrays) { return }
        searchBreadthFirst(arrays)
        report(arrays.edges)
    }

    /// Takes the edges as they are; false when that is no forest with the root at its place.
    private mutating func directed(_ arrays: SkeletonArrays) -> Bool {
        for edge in arrays.edges {
            guard edge.child != edge.parent, parents[Int(edge.child)] < 0 else { return false }
            parents[Int(edge.child)] = edge.parent
        }
        if let root = arrays.root, parents[root] >= 0 { return false }
        if case .cycle = ParentsFirst.order(of: parents) { return false }
        return true
    }

    private mutating func searchBreadthFirst(_ arrays: SkeletonArrays) {
        let neighbours = Neighbours(arrays.edges, count: parents.count)
        var isReached = [Bool](repeating: false, count: parents.count)
        var queue: [Int32] = []
        queue.reserveCapacity(parents.count)
        parents = [Int32](repeating: -1, count: parents.count)
        let starts = (arrays.root.map { [$0] } ?? []) + Array(parents.indices)
        for start in starts where !isReached[start] {
            isReached[start] = true
            var next = queue.count
            queue.append(Int32(start))
            while next < queue.count {
                let vertex = queue[next]
                next += 1
                for neighbour in neighbours[Int(vertex)] where !isReached[Int(neighbour)] {
                    isReached[Int(neighbour)] = true
                    parents[Int(neighbour)] = vertex
                    queue.append(neighbour)
                }
            }
        }
    }

    /// Says which edges are not part of the forest.
    private mutating func report(_ edges: [SkeletonArrays.Edge]) {
        var isUsed = [Bool](repeating: false, count: parents.count)
        for edge in edges {
            let (a, b) = (edge.child, edge.parent)
            let below = parents[Int(a)] == b ? a : parents[Int(b)] == a ? b : nil
            if a == b {
                warn(.selfEdgeDropped, "an edge leads from vertex \(a) to itself and was dropped")
            } else if let below, !isUsed[Int(below)] {
                isUsed[Int(below)] = true
            } else if below != nil {
                warn(.duplicateEdgeDropped, "vertices \(a) and \(b) are joined more than once; one edge was kept")
            } else {
                warn(.cycleEdgeDropped, "the edge between vertices \(a) and \(b) closes a circle and was dropped")
            }
        }
    }

    private mutating func warn(_ code: SkeletonDiagnostic.Code, _ message: String) {
        diagnostics.append(SkeletonDiagnostic(code, .warning, message))
    }
}

/// The vertices next to each vertex, in the order of the edges.
private struct Neighbours {
    private let starts: [Int]
    private let list: [Int32]

    init(_ edges: [SkeletonArrays.Edge], count: Int) {
        var starts = [Int](repeating: 0, count: count + 1)
        for edge in edges {
            starts[Int(edge.child) + 1] += 1
            starts[Int(edge.parent) + 1] += 1
        }
        for index in 0..<count { starts[index + 1] += starts[index] }
        var next = starts
        var list = [Int32](repeating: 0, count: edges.count * 2)
        for edge in edges {
            for (from, to) in [(edge.child, edge.parent), (edge.parent, edge.child)] {
                list[next[Int(from)]] = to
                next[Int(from)] += 1
            }
        }
        self.starts = starts
        self.list = list
    }

    subscript(vertex: Int) -> ArraySlice<Int32> { list[starts[vertex]..<starts[vertex + 1]] }
}
