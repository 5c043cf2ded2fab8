extension Skeleton {
    /// The mean place of the nodes, nil for an empty skeleton.
    public var centroid: Point3? {
        guard nodeCount > 0 else { return nil }
        let count = Double(nodeCount)
        return Point3(x.reduce(0, +) / count, y.reduce(0, +) / count, z.reduce(0, +) / count)
    }

    /// The mean place of the cable, each edge by its length; that of the nodes where there is no length.
    public var cableCentroid: Point3? {
        var (sum, total) = (SIMD3<Double>(), 0.0)
        for (node, parent) in parents.enumerated() where parent >= 0 {
            let length = edgeLength(node, Int(parent))
            sum += (SIMD3(point(node)) + SIMD3(point(Int(parent)))) / 2 * length
            total += length
        }
        return total > 0 ? Point3(sum / total) : centroid
    }

    /// The length of the edges to nodes of a type.
    public func cableLength(ofType type: Int32) -> Double {
        var sum = 0.0
        for (node, parent) in parents.enumerated() where parent >= 0 && types[node] == type {
            sum += edgeLength(node, Int(parent))
        }
        return sum
    }

    /// The length of the edges to nodes of each type.
    public var cableLengthByType: [Int32: Double] {
        var lengths: [Int32: Double] = [:]
        for (node, parent) in parents.enumerated() where parent >= 0 {
            lengths[types[node], default: 0] += edgeLength(node, Int(parent))
        }
        return lengths
    }

    /// The segments of the decomposition in which at each fork the child that reaches farthest goes on, the longest
    /// first: each from its proximal end, the parent that it leaves or a root, to its tip.
    ///
    /// Roots without children are no segments.
    public var longSegments: [(nodes: [Int32], length: Double)] {
        let (segment, length) = longSegmentOfNode
        // The nodes of all segments one after the other; where each begins.
        var begin = [Int32](repeating: 0, count: nodeCount + 1)
        for first in segment { begin[Int(first) + 1] += 1 }
        for node in 0..<nodeCount { begin[node + 1] += begin[node] }
        var next = begin
        var list = [Int32](repeating: 0, count: nodeCount)
        for (node, first) in segment.enumerated() {
            list[Int(next[Int(first)])] = Int32(node)
            next[Int(first)] += 1
        }
        let counts = childCounts
        let firsts = sameNodes.filter { segment[Int($0)] == $0 && (parents[Int($0)] >= 0 || counts[Int($0)] > 0) }
        let ranking = firsts.sorted { a, b in
            length[Int(a)] != length[Int(b)] ? length[Int(a)] > length[Int(b)] : a < b
        }
        return ranking.map { first in
            let own = list[Int(begin[Int(first)])..<Int(begin[Int(first) + 1])]
            let parent = parents[Int(first)]
            return (parent < 0 ? Array(own) : [parent] + own, length[Int(first)])
        }
    }
}
