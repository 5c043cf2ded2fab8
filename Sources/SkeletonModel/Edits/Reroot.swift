extension Skeleton {
    /// The skeleton with another node as root of its tree, and for each old position the new one.
    ///
    /// Only the links on the way from the node to the old root turn around; other trees keep their roots. Ids stay.
    public func rerooted(at position: Int) throws(SkeletonError) -> (skeleton: Skeleton, nodeMap: [Int32]) {
        guard parents.indices.contains(position) else {
            throw .noSuchNode(position: position, count: nodeCount)
        }
        if parents[position] < 0 { return (self, parents.indices.map { Int32($0) }) }
        var turned = parents
        var (node, next) = (Int32(position), Int32(-1))
        while node >= 0 { (turned[Int(node)], node, next) = (next, turned[Int(node)], node) }
        return try relinked(turned)
    }
}
