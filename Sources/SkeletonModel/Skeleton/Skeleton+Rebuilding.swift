extension Skeleton {
    /// Some nodes of this skeleton, in an order with parents first, under new parents.
    func rebuilt(of nodes: [Int32], parents: [Int32], nodeMap: [Int32]) -> Edited {
        var result = Skeleton(
            ordered: parents,
            numbering: numbering.picked(nodes),
            types: types.picked(nodes),
            x: x.picked(nodes),
            y: y.picked(nodes),
            z: z.picked(nodes),
            radius: radius.picked(nodes),
            unit: unit
        )
        result.columns = columns.mapped { $0.picked(nodes) }
        result.carry(from: self, nodeMap)
        return (result, nodeMap)
    }

    /// The same nodes under other parents, which still come before their children.
    func relinked(_ parents: [Int32]) -> Skeleton {
        var result = Skeleton(
            ordered: parents,
            numbering: numbering,
            types: types,
            x: x,
            y: y,
            z: z,
            radius: radius,
            unit: unit
        )
        result.columns = columns
        result.meshToSkeletonMap = meshToSkeletonMap
        result.carryFacts(from: self)
        return result
    }

    /// The same nodes under other parents, which may come in any order, without circles.
    func relinkedInAnyOrder(_ parents: [Int32]) -> Edited {
        guard case .order(let order) = ParentsFirst.order(of: parents) else { return (relinked(parents), sameNodes) }
        let nodeMap = ParentsFirst.inverse(order)
        return rebuilt(of: order, parents: ParentsFirst.parents(parents, in: order), nodeMap: nodeMap)
    }

    /// The same nodes at other places.
    func moved(x: [Double], y: [Double], z: [Double], radius: [Double]? = nil) -> Skeleton {
        var result = Skeleton(
            ordered: parents,
            numbering: numbering,
            types: types,
            x: x,
            y: y,
            z: z,
            radius: radius ?? self.radius,
            unit: unit
        )
        result.columns = columns
        result.meshToSkeletonMap = meshToSkeletonMap
        result.carryFacts(from: self)
        return result
    }

    /// Takes over the level-2 map and what does not depend on nodes.
    mutating func carry(from original: Skeleton, _ nodeMap: [Int32]) {
        meshToSkeletonMap = original.meshToSkeletonMap.map { $0 < 0 ? -1 : nodeMap[Int($0)] }
        carryFacts(from: original)
    }

    /// The map of an edit that keeps each node in its place.
    var sameNodes: [Int32] { Array(0..<Int32(nodeCount)) }

    /// The marked nodes.
    ///
    /// One whose parent goes becomes a root, or, with bridges, the child of its nearest ancestor that stays.
    func keeping(_ isKept: [Bool], bridging: Bool = false) -> Edited {
        let selection = NodeSelection(isKept)
        if selection.count == nodeCount { return (self, sameNodes) }
        let anchor = bridging ? keptAncestors(selection.nodeMap) : selection.nodeMap
        var result = Skeleton(
            ordered: selection.links(parents, under: anchor),
            numbering: numbering.picked(selection),
            types: selection.picked(from: types),
            x: selection.picked(from: x),
            y: selection.picked(from: y),
            z: selection.picked(from: z),
            radius: selection.picked(from: radius),
            unit: unit
        )
        result.columns = columns.mapped { $0.picked(selection) }
        result.carry(from: self, selection.nodeMap)
        return (result, selection.nodeMap)
    }

    /// For each node its own new position, or that of its nearest ancestor with one.
    private func keptAncestors(_ nodeMap: [Int32]) -> [Int32] {
        var anchor = nodeMap
        for (node, parent) in parents.enumerated() where anchor[node] < 0 && parent >= 0 {
            anchor[node] = anchor[Int(parent)]
        }
        return anchor
    }

    /// Without nodes inside of sections: each of those is stood for by the nearest along the cable that stays.
    ///
    /// Only nodes that are not roots and have exactly one child may be left out.
    func thinned(keeping isKept: [Bool]) -> Edited {
        var (result, nodeMap) = keeping(isKept, bridging: true)
        if result.nodeCount == nodeCount { return (result, nodeMap) }
        let up = keptAncestors(nodeMap)
        var (above, below) = ([Double](repeating: 0, count: nodeCount), [Double](repeating: 0, count: nodeCount))
        var down = nodeMap
        for (node, parent) in parents.enumerated() where !isKept[node] {
            above[node] = above[Int(parent)] + edgeLength(node, Int(parent))
        }
        for node in stride(from: nodeCount - 1, to: 0, by: -1) {
            let parent = Int(parents[node])
            guard parent >= 0, !isKept[parent] else { continue }
            below[parent] = below[node] + edgeLength(node, parent)
            down[parent] = down[node]
        }
        for node in 0..<nodeCount where !isKept[node] {
            nodeMap[node] = above[node] <= below[node] ? up[node] : down[node]
        }
        result.carry(from: self, nodeMap)
        return (result, nodeMap)
    }

    /// Takes away the marks of all nodes beyond one without a mark.
    func closeDownwards(_ isKept: inout [Bool]) {
        for (node, parent) in parents.enumerated() where parent >= 0 && !isKept[Int(parent)] { isKept[node] = false }
    }

    /// Hands over the nodes of each section from its proximal to its distal end, in the order of the distal ends.
    func forEachSection(_ visit: ([Int32]) -> Void) {
        let counts = childCounts
        var path: [Int32] = []
        for (node, parent) in parents.enumerated() where parent >= 0 && counts[node] != 1 {
            path.removeAll(keepingCapacity: true)
            path.append(Int32(node))
            var next = parent
            while parents[Int(next)] >= 0, counts[Int(next)] == 1 {
                path.append(next)
                next = parents[Int(next)]
            }
            path.append(next)
            path.reverse()
            visit(path)
        }
    }

    /// Throws unless a number is finite and not negative, or, where asked for, positive.
    static func check(_ value: Double, _ name: String, isPositive: Bool = false) throws(SkeletonError) {
        guard value.isFinite, isPositive ? value > 0 : value >= 0 else {
            let wanted = isPositive ? "a positive number" : "0 or more"
            throw .badOption("\(name) must be \(wanted), got \(Decimal.shortest(value))")
        }
    }

    /// Throws unless there is a node at a position.
    func check(_ position: Int) throws(SkeletonError) {
        guard parents.indices.contains(position) else {
            throw .noSuchNode(position: position, count: nodeCount)
        }
    }
}

extension NodeNumbering {
    /// The ids of some nodes, in their order.
    func picked(_ nodes: [Int32]) -> NodeNumbering {
        switch self {
        case .from(let first): NodeNumbering(nodes.map { first + Int64($0) })
        case .explicit(let ids): NodeNumbering(ids.picked(nodes))
        }
    }

    func picked(_ nodes: NodeSelection) -> NodeNumbering {
        switch self {
        case .from(let first): NodeNumbering(nodes.ids(from: first))
        case .explicit(let ids): NodeNumbering(nodes.picked(from: ids))
        }
    }
}
