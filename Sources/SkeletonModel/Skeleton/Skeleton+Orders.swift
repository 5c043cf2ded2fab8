extension Skeleton {
    /// The Strahler order of each node: 1 at a tip, else the largest of the children, plus 1 when two share it.
    public var strahlerOrder: [Int32] {
        // Until a node's turn comes its entry is the largest order among its children, doubled, plus 1 when two of
        // them share it: one array instead of three to walk through.
        var order = [Int32](repeating: 0, count: nodeCount)
        for node in stride(from: nodeCount - 1, through: 0, by: -1) {
            let own = order[node] == 0 ? 1 : order[node] >> 1 + (order[node] & 1)
            order[node] = own
            let parent = Int(parents[node])
            guard parent >= 0 else { continue }
            let largest = order[parent] >> 1
            if own > largest { order[parent] = own << 1 } else if own == largest { order[parent] |= 1 }
        }
        return order
    }

    /// For each node the number of branch points strictly between it and the root of its tree.
    public var branchOrder: [Int32] {
        let counts = childCounts
        var order = [Int32](repeating: 0, count: nodeCount)
        for (node, parent) in parents.enumerated() where parent >= 0 {
            let isFork = parents[Int(parent)] >= 0 && counts[Int(parent)] >= 2
            order[node] = order[Int(parent)] + (isFork ? 1 : 0)
        }
        return order
    }

    /// For each node the number of tips at or beyond it.
    var tipsBeyond: [Int32] {
        let counts = childCounts
        var count = [Int32](repeating: 0, count: nodeCount)
        for node in stride(from: nodeCount - 1, through: 0, by: -1) {
            if counts[node] == 0 { count[node] = 1 }
            if parents[node] >= 0 { count[Int(parents[node])] += count[node] }
        }
        return count
    }

    /// The position of the root of each node's tree.
    public var rootOfNode: [Int32] {
        var root = [Int32](repeating: 0, count: nodeCount)
        for (node, parent) in parents.enumerated() { root[node] = parent < 0 ? Int32(node) : root[Int(parent)] }
        return root
    }

    /// The number of each node's tree, in the order of the roots.
    public var treeOfNode: [Int32] {
        var tree = [Int32](repeating: 0, count: nodeCount)
        var count: Int32 = 0
        for (node, parent) in parents.enumerated() {
            tree[node] = parent < 0 ? count : tree[Int(parent)]
            if parent < 0 { count += 1 }
        }
        return tree
    }
}
