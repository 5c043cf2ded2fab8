extension Edit {
    package static let reroot = Edit(name: "reroot", summary: "Makes another node the root of its tree.")
}

extension Skeleton {
    /// The skeleton with another node as root of its tree, and for each old position the new one.
    ///
    /// Only the links on the way from the node to the old root turn around; other trees keep their roots. Ids stay.
    /// The nodes on that way take the old root's place in the order; the others follow as they did.
    public func rerooted(at position: Int) throws(SkeletonError) -> Edited {
        try check(position)
        if parents[position] < 0 { return (self, sameNodes) }
        var way: [Int32] = []
        var isOnWay = [Bool](repeating: false, count: nodeCount)
        var node = Int32(position)
        while node >= 0 {
            way.append(node)
            isOnWay[Int(node)] = true
            node = parents[Int(node)]
        }
        let root = Int(way[way.count - 1])
        var order: [Int32] = []
        order.reserveCapacity(nodeCount)
        order.append(contentsOf: 0..<Int32(root))
        order.append(contentsOf: way)
        for node in (root + 1)..<nodeCount where !isOnWay[node] { order.append(Int32(node)) }
        let nodeMap = ParentsFirst.inverse(order)
        var links = order.map { node in
            let parent = parents[Int(node)]
            return parent < 0 ? -1 : nodeMap[Int(parent)]
        }
        links[root] = -1
        for place in (root + 1)..<(root + way.count) { links[place] = Int32(place - 1) }
        return rebuilt(of: order, parents: links, nodeMap: nodeMap)
    }
}
