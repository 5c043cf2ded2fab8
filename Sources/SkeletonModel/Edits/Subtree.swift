extension Edit {
    package static let subtree = Edit(
        name: "subtree",
        summary: "A node and all that lies beyond it, as a tree of its own."
    )
}

extension Skeleton {
    /// The node at a position as a root, with all that lies beyond it.
    public func subtree(at position: Int) throws(SkeletonError) -> Edited {
        try check(position)
        return keeping(isBeyond(position))
    }

    /// Marks a node and all nodes beyond it.
    func isBeyond(_ position: Int) -> [Bool] {
        var isInside = [Bool](repeating: false, count: nodeCount)
        isInside[position] = true
        for node in (position + 1)..<max(nodeCount, position + 1) where parents[node] >= position {
            isInside[node] = isInside[Int(parents[node])]
        }
        return isInside
    }
}
