/// A run of nodes between roots, branch points and tips.
public struct Section: Sendable, Hashable {
    /// The node at its proximal end: a root or a branch point.
    public var start: Int32
    /// The node at its distal end: a branch point or a tip.
    public var end: Int32
    /// Its length along the cable, in the skeleton's unit.
    public var length: Double
}

extension Skeleton {
    /// All sections, in the order of their distal ends.
    public var sections: [Section] {
        let counts = childCounts
        var start = [Int32](repeating: 0, count: nodeCount)
        var length = [Double](repeating: 0, count: nodeCount)
        var sections: [Section] = []
        for (node, parent) in parents.enumerated() where parent >= 0 {
            let isInner = parents[Int(parent)] >= 0 && counts[Int(parent)] == 1
            start[node] = isInner ? start[Int(parent)] : parent
            length[node] = (isInner ? length[Int(parent)] : 0) + edgeLength(node, Int(parent))
            if counts[node] != 1 {
                sections.append(Section(start: start[node], end: Int32(node), length: length[node]))
            }
        }
        return sections
    }
}
