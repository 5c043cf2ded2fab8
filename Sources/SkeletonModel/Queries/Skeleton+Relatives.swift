extension Skeleton {
    /// The nodes on the way from a node to its root, the node and the root included.
    public func ancestors(of node: Int) throws(SkeletonError) -> [Int32] {
        try check(node)
        var way = [Int32(node)]
        while let last = way.last, parents[Int(last)] >= 0 { way.append(parents[Int(last)]) }
        return way
    }

    /// A node and all nodes beyond it, depth first.
    public func descendants(of node: Int) throws(SkeletonError) -> ArraySlice<Int32> {
        try check(node)
        return preorder.beyond(node)
    }

    /// Whether a node is the other or lies beyond it; one comparison once `preorder` is made.
    public func isDescendant(_ node: Int, of other: Int) throws(SkeletonError) -> Bool {
        try check(node)
        try check(other)
        return preorder.isBeyond(node, other)
    }

    /// The node farthest from the root that both nodes lie beyond or are; nil in different trees.
    public func lowestCommonAncestor(_ a: Int, _ b: Int) throws(SkeletonError) -> Int? {
        try check(a)
        try check(b)
        return commonAncestor(a, b)
    }

    /// Parents come first, so the node of the higher position is never the one that the other lies beyond.
    func commonAncestor(_ a: Int, _ b: Int) -> Int? {
        var (a, b) = (a, b)
        while a != b {
            if a < b { swap(&a, &b) }
            guard parents[a] >= 0 else { return nil }
            a = Int(parents[a])
        }
        return a
    }

    /// The nodes on the way between two, both included; nil in different trees.
    public func path(from a: Int, to b: Int) throws(SkeletonError) -> [Int32]? {
        guard let top = try lowestCommonAncestor(a, b) else { return nil }
        func way(_ start: Int) -> [Int32] {
            var (way, node) = ([Int32](), start)
            while node != top {
                way.append(Int32(node))
                node = Int(parents[node])
            }
            return way
        }
        return way(a) + [Int32(top)] + way(b).reversed()
    }

    /// The nodes of the section that a node lies in or ends, from its proximal to its distal end.
    ///
    /// Of a root it is the section to the next branch point or tip where there is one way only, else the root alone.
    public func section(of node: Int) throws(SkeletonError) -> [Int32] {
        try check(node)
        let children = children
        var end = node
        while children.count(of: end) == 1, let next = children[end].first { end = Int(next) }
        // A fork's own section leads up to it.
        var section = [Int32(end)]
        guard parents[end] >= 0 else { return section }
        repeat {
            section.append(parents[Int(section[section.count - 1])])
            let top = Int(section[section.count - 1])
            if parents[top] < 0 || children.count(of: top) != 1 { break }
        } while true
        return section.reversed()
    }

    /// The nodes of some types, in the order of their positions.
    public func nodes(ofTypes wanted: Set<Int32>) -> [Int32] {
        nodes { wanted.contains(types[$0]) }
    }

    /// The nodes in a box or on its border, in the order of their positions.
    public func nodes(in box: BoundingBox) -> [Int32] {
        nodes { box.contains(point($0)) }
    }

    private func nodes(where belongs: (Int) -> Bool) -> [Int32] {
        (0..<Int32(nodeCount)).filter { belongs(Int($0)) }
    }
}
