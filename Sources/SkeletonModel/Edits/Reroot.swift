extension Edit {
    package static let reroot = Edit(name: "reroot", summary: "Makes another node the root of its tree.")
}

/// Which nodes become roots.
public enum RootRule: Sendable, Hashable {
    /// The first node of type 1 of each tree that has one.
    case soma
    /// The node of the largest radius of each tree; of equal ones the first.
    case largestRadius
    /// In the tree of a node the tip, or root without siblings, that is farthest from it along the cable.
    case farthest(from: Int)
}

extension Skeleton {
    /// The skeleton with another node as root of its tree, and for each old position the new one.
    ///
    /// Only the links on the way from the node to the old root turn around; other trees keep their roots. Ids stay.
    /// The nodes on that way take the old root's place in the order; the others follow as they did.
    public func rerooted(at position: Int) throws(SkeletonError) -> Edited {
        try check(position)
        if parents[position] < 0 { return (self, sameNodes) }
        let turn = Turn(parents, at: position)
        var result = Skeleton(
            ordered: turn.links(parents),
            numbering: NodeNumbering(turn.moved(ids)),
            types: turn.moved(types),
            x: turn.moved(x),
            y: turn.moved(y),
            z: turn.moved(z),
            radius: turn.moved(radius),
            unit: unit
        )
        result.columns = columns.mapped { column in
            switch column {
            case .doubles(let values): .doubles(turn.moved(values))
            case .integers(let values): .integers(turn.moved(values))
            case .bytes(let values): .bytes(turn.moved(values))
            }
        }
        result.carry(from: self, turn.nodeMap)
        return (result, turn.nodeMap)
    }

    /// The skeleton with roots by a rule; trees in which it finds none keep theirs.
    public func rerooted(by rule: RootRule) throws(SkeletonError) -> Edited {
        let roots = try newRoots(rule)
        if roots.count == 1 { return try rerooted(at: Int(roots[0])) }
        if roots.isEmpty { return (self, sameNodes) }
        var links = parents
        for root in roots { Skeleton.turn(&links, at: root) }
        return relinkedInAnyOrder(links)
    }

    /// Makes a node the root of its tree in a table of parents.
    static func turn(_ parents: inout [Int32], at node: Int32) {
        var (node, child): (Int32, Int32) = (node, -1)
        while node >= 0 { (parents[Int(node)], child, node) = (child, node, parents[Int(node)]) }
    }

    private func newRoots(_ rule: RootRule) throws(SkeletonError) -> [Int32] {
        switch rule {
        case .soma: return somaNodes.map { $0[0] }.filter { parents[Int($0)] >= 0 }
        case .largestRadius:
            let root = rootOfNode
            var best = sameNodes
            for node in 0..<nodeCount where radius[node] > radius[Int(best[Int(root[node])])] {
                best[Int(root[node])] = Int32(node)
            }
            return roots.map { best[Int($0)] }.filter { parents[Int($0)] >= 0 }
        case .farthest(let start):
            try check(start)
            return try farthestTips(1, from: start).map(\.node)
        }
    }
}

/// The way from a node to its root turned around.
///
/// The nodes between two of the way keep together and move up by the number of the way's nodes that follow; all before
/// the root and after the node stay where they are.
private struct Turn {
    /// From the new root to the old one.
    private let way: [Int32]
    let nodeMap: [Int32]

    init(_ parents: [Int32], at position: Int) {
        var way = [Int32(position)]
        while let last = way.last, parents[Int(last)] >= 0 { way.append(parents[Int(last)]) }
        self.way = way
        var nodeMap = [Int32](repeating: 0, count: parents.count)
        let root = way[way.count - 1]
        for node in 0..<Int(root) { nodeMap[node] = Int32(node) }
        for (place, node) in way.enumerated() { nodeMap[Int(node)] = root + Int32(place) }
        for index in stride(from: way.count - 1, to: 0, by: -1) {
            for node in (way[index] + 1)..<max(way[index - 1], way[index] + 1) {
                nodeMap[Int(node)] = node + Int32(index)
            }
        }
        for node in (position + 1)..<max(parents.count, position + 1) { nodeMap[node] = Int32(node) }
        self.nodeMap = nodeMap
    }

    func moved<Value>(_ column: [Value]) -> [Value] {
        var result: [Value] = []
        result.reserveCapacity(column.count)
        result.append(contentsOf: column[..<Int(way[way.count - 1])])
        for node in way { result.append(column[Int(node)]) }
        for index in stride(from: way.count - 1, to: 0, by: -1) {
            let between = Int(way[index]) + 1..<Int(way[index - 1])
            if between.count < 8 {
                for node in between { result.append(column[node]) }
            } else {
                result.append(contentsOf: column[between])
            }
        }
        result.append(contentsOf: column[(Int(way[0]) + 1)...])
        return result
    }

    func links(_ parents: [Int32]) -> [Int32] {
        var links = moved(parents)
        for place in links.indices where links[place] >= 0 { links[place] = nodeMap[Int(links[place])] }
        let root = Int(way[way.count - 1])
        links[root] = -1
        for place in (root + 1)..<(root + way.count) { links[place] = Int32(place - 1) }
        return links
    }
}
