extension Edit {
    package static let sort = Edit(name: "sort", summary: "Puts the nodes in depth-first order.")
}

/// Which of several trees, and of several children of a node, comes first.
public enum SiblingOrder: String, Sendable, Hashable, CaseIterable {
    /// The one that came first.
    case position
    /// The one with more nodes beyond it.
    case size
    /// The one with the lower id.
    case id
}

extension Skeleton {
    /// The same nodes depth first: each branch to its end before the next one begins.
    ///
    /// Equal ones stay in the order that they had.
    public func sorted(by order: SiblingOrder = .position) -> Edited {
        let ranks = siblingRanks(order)
        let children = children
        func first(_ a: Int32, _ b: Int32) -> Bool {
            ranks[Int(a)] != ranks[Int(b)] ? ranks[Int(a)] < ranks[Int(b)] : a < b
        }
        // The next node to visit is on top, so that siblings go on it in reverse.
        var stack = Array(roots.sorted(by: first).reversed())
        var nodes: [Int32] = []
        nodes.reserveCapacity(nodeCount)
        while let node = stack.popLast() {
            nodes.append(node)
            let below = children[Int(node)]
            stack.append(contentsOf: below.count < 2 ? Array(below) : below.sorted(by: first).reversed())
        }
        let nodeMap = ParentsFirst.inverse(nodes)
        let links = nodes.map { node in
            let parent = parents[Int(node)]
            return parent < 0 ? -1 : nodeMap[Int(parent)]
        }
        return rebuilt(of: nodes, parents: links, nodeMap: nodeMap)
    }

    /// What siblings are sorted by, ascending.
    private func siblingRanks(_ order: SiblingOrder) -> [Int64] {
        switch order {
        case .position: return [Int64](repeating: 0, count: nodeCount)
        case .id: return ids
        case .size:
            var size = [Int64](repeating: 1, count: nodeCount)
            for node in stride(from: nodeCount - 1, through: 0, by: -1) where parents[node] >= 0 {
                size[Int(parents[node])] += size[node]
            }
            return size.map { -$0 }
        }
    }
}
