/// The order in which every parent comes before its children.
enum ParentsFirst {
    /// What an order was found to be.
    enum Outcome: Equatable {
        /// The nodes are in such an order already.
        case already
        /// Depth first: roots and the children of each node in the order they had.
        case order([Int32])
        /// There is none, as these nodes lead around in a circle; it starts with the lowest of them, and of several
        /// circles it is the one with the lowest node.
        case cycle([Int32])
    }

    /// Finds the order for a table of parents (−1 for none), all of them within range.
    static func order(of parents: [Int32]) -> Outcome {
        if parents.indices.allSatisfy({ parents[$0] < $0 }) { return .already }
        let order = depthFirst(parents)
        return order.count == parents.count ? .order(order) : .cycle(lowestCycle(parents))
    }

    /// The nodes that hang on roots, depth first, without a stack: down to the first child, else on to the next
    /// sibling, else up until there is one.
    private static func depthFirst(_ parents: [Int32]) -> [Int32] {
        let links = Siblings(parents)
        var order: [Int32] = []
        order.reserveCapacity(parents.count)
        var node = links.firstRoot
        while node >= 0 {
            order.append(node)
            if links.firstChild[Int(node)] >= 0 {
                node = links.firstChild[Int(node)]
                continue
            }
            while node >= 0, links.next[Int(node)] < 0 { node = parents[Int(node)] }
            if node >= 0 { node = links.next[Int(node)] }
        }
        return order
    }

    /// Each node's first child and next sibling, −1 for none; roots are siblings of each other.
    private struct Siblings {
        private(set) var firstRoot: Int32 = -1
        private(set) var firstChild: [Int32]
        private(set) var next: [Int32]

        init(_ parents: [Int32]) {
            firstChild = [Int32](repeating: -1, count: parents.count)
            next = firstChild
            for node in stride(from: parents.count - 1, through: 0, by: -1) {
                let parent = Int(parents[node])
                if parent < 0 {
                    next[node] = firstRoot
                    firstRoot = Int32(node)
                } else {
                    next[node] = firstChild[parent]
                    firstChild[parent] = Int32(node)
                }
            }
        }
    }

    private static func lowestCycle(_ parents: [Int32]) -> [Int32] {
        // Which start a walk first came by from; walks stop where an earlier one was.
        var visitor = [Int32](repeating: -1, count: parents.count)
        var best: [Int32] = []
        for start in parents.indices where visitor[start] < 0 {
            var node = Int32(start)
            while node >= 0, visitor[Int(node)] < 0 {
                visitor[Int(node)] = Int32(start)
                node = parents[Int(node)]
            }
            guard node >= 0, visitor[Int(node)] == start else { continue }
            let cycle = circle(from: node, parents)
            if best.isEmpty || cycle[0] < best[0] { best = cycle }
        }
        return best
    }

    private static func circle(from start: Int32, _ parents: [Int32]) -> [Int32] {
        var nodes = [start]
        while let next = nodes.last.map({ parents[Int($0)] }), next != start { nodes.append(next) }
        let lowest = nodes.indices.min { nodes[$0] < nodes[$1] } ?? 0
        return Array(nodes[lowest...] + nodes[..<lowest])
    }

    /// The parents after the nodes have been put into an order.
    static func parents(_ parents: [Int32], in order: [Int32]) -> [Int32] {
        let position = inverse(order)
        return order.map { node in
            let parent = parents[Int(node)]
            return parent < 0 ? -1 : position[Int(parent)]
        }
    }

    /// For each node its place in an order.
    static func inverse(_ order: [Int32]) -> [Int32] {
        var position = [Int32](repeating: 0, count: order.count)
        for (place, node) in order.enumerated() { position[Int(node)] = Int32(place) }
        return position
    }
}

extension Array {
    /// The elements in an order.
    func picked(_ order: [Int32]) -> [Element] {
        order.map { self[Int($0)] }
    }
}
