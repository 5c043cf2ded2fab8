extension Edit {
    package static let keepLongest = Edit(
        name: "keep_longest",
        summary: "Keeps the longest segments, the first from the root."
    )
}

extension Skeleton {
    /// The longest segments of the decomposition in which at each fork the child that reaches farthest goes on.
    ///
    /// The longest leads from a root to the tip that is farthest from it. What is left is connected. Of equal ones
    /// those that start first.
    public func keptLongest(_ count: Int) throws(SkeletonError) -> Edited {
        guard count >= 0 else { throw .badOption("the number of segments must be 0 or more, got \(count)") }
        let (segment, length) = longSegmentOfNode
        let starts = (0..<nodeCount).filter { segment[$0] == $0 }
        let ranking = starts.sorted { a, b in length[a] != length[b] ? length[a] > length[b] : a < b }
        var isChosen = [Bool](repeating: false, count: nodeCount)
        for start in ranking.prefix(count) { isChosen[start] = true }
        return keeping(segment.map { isChosen[Int($0)] })
    }

    /// For each node the first node of its segment, and at that one the segment's length, with the way to the parent.
    var longSegmentOfNode: (segment: [Int32], length: [Double]) {
        var heir = [Int32](repeating: -1, count: nodeCount)
        var reach = [Double](repeating: 0, count: nodeCount)
        for node in stride(from: nodeCount - 1, to: 0, by: -1) {
            let parent = Int(parents[node])
            guard parent >= 0 else { continue }
            let length = reach[node] + edgeLength(node, parent)
            // The lowest of equal ones comes last here.
            if heir[parent] < 0 || length >= reach[parent] { (heir[parent], reach[parent]) = (Int32(node), length) }
        }
        var segment = [Int32](repeating: 0, count: nodeCount)
        for (node, parent) in parents.enumerated() {
            let goesOn = parent >= 0 && heir[Int(parent)] == node
            segment[node] = goesOn ? segment[Int(parent)] : Int32(node)
            if !goesOn, parent >= 0 { reach[node] += edgeLength(node, Int(parent)) }
        }
        return (segment, reach)
    }
}
