import SkeletonModel

extension SkeletonDraft {
    /// Contracts all edges of length 0.
    ///
    /// What stays of each run is the vertex that no zero-length edge leaves. The reference loses edges where one vertex
    /// is the first end of two of them, and can be left with a cycle; this does not.
    mutating func contractZeroLengthEdges() {
        let empty = edges.filter { vertices[Int($0.child)] == vertices[Int($0.parent)] }
        guard !empty.isEmpty else { return }
        var sets = DisjointSets(count: vertices.count)
        var isLeft = [Bool](repeating: false, count: vertices.count)
        for edge in empty {
            sets.join(edge.child, edge.parent)
            isLeft[Int(edge.child)] = true
        }
        var survivor = [Int32](repeating: -1, count: vertices.count)
        for vertex in 0..<Int32(vertices.count) where !isLeft[Int(vertex)] {
            let set = Int(sets.find(vertex))
            if survivor[set] < 0 { survivor[set] = vertex }
        }
        merge(
            into: (0..<Int32(vertices.count)).map { vertex in
                let set = sets.find(vertex)
                return survivor[Int(set)] < 0 ? set : survivor[Int(set)]
            }
        )
    }
}
