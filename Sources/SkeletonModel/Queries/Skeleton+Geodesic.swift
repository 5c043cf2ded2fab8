extension Skeleton {
    /// The distance between two nodes along the cable, infinite between trees.
    public func geodesicDistance(_ a: Int, _ b: Int) throws(SkeletonError) -> Double {
        guard let top = try lowestCommonAncestor(a, b) else { return .infinity }
        if a == b { return 0 }
        let distance = rootDistance
        return distance[a] + distance[b] - 2 * distance[top]
    }

    /// The distance along the cable from a node to each node, infinite to those of other trees.
    public func geodesicDistances(from start: Int) throws(SkeletonError) -> [Double] {
        try check(start)
        let distance = rootDistance
        var result = [Double](repeating: .infinity, count: nodeCount)
        for node in try ancestors(of: start) { result[Int(node)] = distance[start] - distance[Int(node)] }
        // A node that is not on the way is reached through its parent.
        for (node, parent) in parents.enumerated() where parent >= 0 && result[node] == .infinity {
            result[node] = result[Int(parent)] + edgeLength(node, Int(parent))
        }
        return result
    }

    /// The nodes that are no farther from a node than a distance along the cable, in the order of their positions.
    ///
    /// Takes time for what it finds, not for the whole.
    public func nodes(within distance: Double, alongCableFrom start: Int) throws(SkeletonError) -> [Neighbor] {
        try check(start)
        try Skeleton.check(distance, "the distance")
        let children = children
        var found = [Neighbor(node: Int32(start), distance: 0)]
        var comesFrom: [Int32] = [-1]
        var next = 0
        while next < found.count {
            let (node, way) = (Int(found[next].node), found[next].distance)
            func reach(_ other: Int32) {
                guard other >= 0, other != comesFrom[next] else { return }
                let length = way + edgeLength(node, Int(other))
                guard length <= distance else { return }
                found.append(Neighbor(node: other, distance: length))
                comesFrom.append(Int32(node))
            }
            reach(parents[node])
            for child in children[node] { reach(child) }
            next += 1
        }
        return found.sorted { $0.node < $1.node }
    }

    /// The tips that are farthest from a node along the cable, far ones first; of equally far ones the lower position.
    ///
    /// A root with one child counts as a tip. Only tips of the node's own tree, and not the node itself.
    public func farthestTips(_ count: Int, from start: Int) throws(SkeletonError) -> [Neighbor] {
        guard count >= 0 else { throw .badOption("the number of tips must be 0 or more, got \(count)") }
        let distance = try geodesicDistances(from: start)
        let children = children
        let ends = (0..<nodeCount).filter { node in
            let links = children.count(of: node) + (parents[node] < 0 ? 0 : 1)
            return links <= 1 && node != start && distance[node] < .infinity
        }
        let ranking = ends.map { Neighbor(node: Int32($0), distance: distance[$0]) }.sorted {
            $0.distance != $1.distance ? $0.distance > $1.distance : $0.node < $1.node
        }
        return Array(ranking.prefix(count))
    }

    /// The distances along the cable between all pairs of some nodes, row after row; infinite between trees.
    ///
    /// Takes one pass over the forest and then about a nanosecond an entry.
    public func geodesicMatrix(of nodes: [Int32]) throws(SkeletonError) -> [Double] {
        for node in nodes { try check(Int(node)) }
        let count = nodes.count
        guard count <= 1 << 16 else {
            throw .badOption("a matrix of \(count) by \(count) distances is too large; 65536 nodes are the most")
        }
        // In the order of a depth-first walk the common ancestor of two nodes is the highest of those of the
        // neighbours between them, and no node lies nearer to the root than its ancestors.
        let walk = preorder
        let order = (0..<Int32(count)).sorted { walk.place[Int(nodes[Int($0)])] < walk.place[Int(nodes[Int($1)])] }
        let distance = rootDistance
        let own = order.map { distance[Int(nodes[Int($0)])] }
        var top = [Double](repeating: -.infinity, count: count)
        for index in 1..<max(count, 1) {
            let (a, b) = (Int(nodes[Int(order[index - 1])]), Int(nodes[Int(order[index])]))
            if let ancestor = commonAncestor(a, b) { top[index] = distance[ancestor] }
        }
        var matrix = [Double](repeating: 0, count: count * count)
        let isSorted = order.indices.allSatisfy { order[$0] == $0 }
        var row = [Double](repeating: 0, count: count)
        for index in 0..<count {
            fill(&row, index, own, top)
            let start = Int(order[index]) * count
            if isSorted {
                for other in 0..<count { matrix[start + other] = row[other] }
            } else {
                for other in 0..<count { matrix[start + Int(order[other])] = row[other] }
            }
        }
        return matrix
    }

    /// The distances from one node of the walk to all.
    private func fill(_ row: inout [Double], _ index: Int, _ own: [Double], _ top: [Double]) {
        var highest = own[index]
        row[index] = 0
        for other in index + 1..<max(own.count, index + 1) {
            highest = min(highest, top[other])
            row[other] = own[index] + own[other] - 2 * highest
        }
        highest = own[index]
        for other in stride(from: index - 1, through: 0, by: -1) {
            highest = min(highest, top[other + 1])
            row[other] = own[index] + own[other] - 2 * highest
        }
    }
}
