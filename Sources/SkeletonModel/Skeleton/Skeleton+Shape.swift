extension Skeleton {
    /// Positions of the nodes without a parent, one per tree.
    public var roots: [Int32] { positions { parents[$0] < 0 } }

    /// Positions of the nodes without children that are not roots.
    public var tips: [Int32] {
        let counts = childCounts
        return positions { counts[$0] == 0 && parents[$0] >= 0 }
    }

    /// Positions of the nodes with two or more children, roots included.
    public var branchPoints: [Int32] {
        let counts = childCounts
        return positions { counts[$0] >= 2 }
    }

    /// The sum of the lengths of all edges, in the skeleton's unit, added up in the order of the nodes.
    public var cableLength: Double {
        var sum = 0.0
        for (node, parent) in parents.enumerated() where parent >= 0 { sum += edgeLength(node, Int(parent)) }
        return sum
    }

    /// The smallest box that holds all nodes, nil for an empty skeleton.
    public var boundingBox: BoundingBox? {
        guard nodeCount > 0 else { return nil }
        var (low, high) = (point(0), point(0))
        for node in 1..<max(nodeCount, 1) {
            (low.x, high.x) = (min(low.x, x[node]), max(high.x, x[node]))
            (low.y, high.y) = (min(low.y, y[node]), max(high.y, y[node]))
            (low.z, high.z) = (min(low.z, z[node]), max(high.z, z[node]))
        }
        return BoundingBox(low: low, high: high)
    }

    /// The straight distance between two nodes.
    @inline(__always)
    func edgeLength(_ node: Int, _ other: Int) -> Double {
        let (dx, dy, dz) = (x[node] - x[other], y[node] - y[other], z[node] - z[other])
        return (dx * dx + dy * dy + dz * dz).squareRoot()
    }

    private func positions(where belongs: (Int) -> Bool) -> [Int32] {
        var result: [Int32] = []
        for node in 0..<nodeCount where belongs(node) { result.append(Int32(node)) }
        return result
    }
}

/// A box along the axes.
public struct BoundingBox: Sendable, Hashable {
    /// The corner of the smallest coordinates.
    public var low: Point3
    /// The corner of the largest coordinates.
    public var high: Point3

    /// A box between two corners.
    public init(low: Point3, high: Point3) {
        (self.low, self.high) = (low, high)
    }
}
