extension Edit {
    package static let prune = Edit(
        name: "prune",
        summary: "Keeps the nodes that satisfy tests of depth, length, radius, type, place or a mask."
    )
}

/// A property that nodes have or not.
///
/// Bounds belong to what is accepted; lengths are in the skeleton's unit.
public enum NodeTest: Sendable, Hashable {
    /// The path length to the root of the tree.
    case depth(ClosedRange<Double>)
    /// The cable length of the whole tree.
    case treeLength(ClosedRange<Double>)
    /// The length of the section that the node lies in or ends; roots satisfy it always.
    case sectionLength(ClosedRange<Double>)
    /// The radius.
    case radius(ClosedRange<Double>)
    /// The SWC type.
    case types(Set<Int32>)
    /// Inside a box.
    case box(BoundingBox)
    /// The straight distance to a point.
    case shell(center: Point3, radii: ClosedRange<Double>)
    /// One answer for each node.
    case mask([Bool])
}

extension Skeleton {
    /// The nodes that satisfy all of the tests.
    ///
    /// Parts that lose their parent become trees of their own; with `bridge` they hang on the nearest ancestor that
    /// stays, where there is one. Throws when a mask has not one answer for each node.
    public func pruned(to tests: [NodeTest], bridge: Bool = false) throws(SkeletonError) -> Edited {
        keeping(try marks(of: tests), bridging: bridge)
    }

    /// The nodes that satisfy all of the tests, in the order of their positions.
    public func nodes(satisfying tests: [NodeTest]) throws(SkeletonError) -> [Int32] {
        let isWanted = try marks(of: tests)
        return sameNodes.filter { isWanted[Int($0)] }
    }

    private func marks(of tests: [NodeTest]) throws(SkeletonError) -> [Bool] {
        var isWanted = [Bool](repeating: true, count: nodeCount)
        for test in tests {
            let satisfies = try answers(to: test)
            for node in 0..<nodeCount where !satisfies(node) { isWanted[node] = false }
        }
        return isWanted
    }

    private func answers(to test: NodeTest) throws(SkeletonError) -> (Int) -> Bool {
        switch test {
        case .depth(let range):
            let distance = rootDistance
            return { range.contains(distance[$0]) }
        case .treeLength(let range):
            let (cable, root) = (treeCables, rootOfNode)
            return { range.contains(cable[Int(root[$0])]) }
        case .sectionLength(let range):
            let length = lengthOfSections
            return { length[$0] < 0 || range.contains(length[$0]) }
        case .radius(let range): return { range.contains(self.radius[$0]) }
        case .types(let wanted): return { wanted.contains(self.types[$0]) }
        case .box(let box): return { box.contains(self.point($0)) }
        case .shell(let center, let radii): return { radii.contains(self.point($0).distance(to: center)) }
        case .mask(let mask):
            guard mask.count == nodeCount else {
                throw .badOption("the mask has \(mask.count) entries for \(nodeCount) nodes")
            }
            return { mask[$0] }
        }
    }

    /// At the position of each root the cable length of its tree.
    var treeCables: [Double] {
        let root = rootOfNode
        var cable = [Double](repeating: 0, count: nodeCount)
        for (node, parent) in parents.enumerated() where parent >= 0 {
            cable[Int(root[node])] += edgeLength(node, Int(parent))
        }
        return cable
    }

    /// For each node the length of the section that it lies in or ends, −1 for roots.
    private var lengthOfSections: [Double] {
        var result = [Double](repeating: -1, count: nodeCount)
        forEachSection { path in
            var length = 0.0
            for index in 1..<path.count { length += edgeLength(Int(path[index]), Int(path[index - 1])) }
            for node in path.dropFirst() { result[Int(node)] = length }
        }
        return result
    }
}

extension BoundingBox {
    /// Whether a point lies inside or on the border.
    public func contains(_ point: Point3) -> Bool {
        point.x >= low.x && point.x <= high.x && point.y >= low.y && point.y <= high.y && point.z >= low.z
            && point.z <= high.z
    }
}
