extension Skeleton {
    /// A skeleton from columns in any order of the nodes; without ids they count from 1.
    ///
    /// Throws when the columns differ in length, a parent is out of range, parents lead around in a circle, an id comes
    /// twice or is negative, or a coordinate is not finite.
    public init(
        ids: [Int64]? = nil,
        parents: [Int32],
        types: [Int32]? = nil,
        x: [Double],
        y: [Double],
        z: [Double],
        radius: [Double]? = nil,
        unit: LengthUnit = .unknown
    ) throws(SkeletonError) {
        let count = parents.count
        guard count <= Int(Int32.max) else { throw .badArrays("more nodes than 2^31") }
        let lengths = [ids?.count, types?.count, x.count, y.count, z.count, radius?.count]
        guard lengths.allSatisfy({ $0 == nil || $0 == count }) else {
            throw .badArrays("the columns of a skeleton differ in length")
        }
        if let node = parents.firstIndex(where: { $0 < -1 || $0 >= count }) {
            throw .badArrays("node \(node) has parent \(parents[node]), of \(count) nodes")
        }
        if let ids { try Skeleton.check(ids) }
        self = try Skeleton(
            inSourceOrder: parents,
            ids: ids,
            types: types ?? [Int32](repeating: 0, count: count),
            x: x,
            y: y,
            z: z,
            radius: radius ?? [Double](repeating: 0, count: count),
            unit: unit
        )
        if let node = firstNodeNotFinite { throw .notFinite(position: node) }
    }

    private static func check(_ ids: [Int64]) throws(SkeletonError) {
        var seen = Set<Int64>(minimumCapacity: ids.count)
        for id in ids {
            guard id >= 0 else { throw .badArrays("node id \(id) is negative") }
            guard seen.insert(id).inserted else { throw .badArrays("node id \(id) comes twice") }
        }
    }

    /// The first node with a coordinate or radius that is NaN or infinite.
    var firstNodeNotFinite: Int? {
        (0..<nodeCount).first { !(x[$0].isFinite && y[$0].isFinite && z[$0].isFinite && radius[$0].isFinite) }
    }

    /// Columns checked but for cycles, in the source's order.
    init(
        inSourceOrder parents: [Int32],
        ids: [Int64]?,
        types: [Int32],
        x: [Double],
        y: [Double],
        z: [Double],
        radius: [Double],
        unit: LengthUnit
    ) throws(SkeletonError) {
        switch ParentsFirst.order(of: parents) {
        case .already:
            self.init(
                ordered: parents,
                numbering: ids.map(NodeNumbering.init) ?? .from(1),
                types: types,
                x: x,
                y: y,
                z: z,
                radius: radius,
                unit: unit
            )
        case .order(let order):
            self.init(
                ordered: ParentsFirst.parents(parents, in: order),
                numbering: NodeNumbering(ids?.picked(order) ?? order.map { Int64($0) + 1 }),
                types: types.picked(order),
                x: x.picked(order),
                y: y.picked(order),
                z: z.picked(order),
                radius: radius.picked(order),
                unit: unit,
                sourceOrder: order
            )
        case .cycle(let nodes):
            let names = nodes.prefix(8).map(String.init).joined(separator: ", ")
            throw .badArrays("the parents of the nodes \(names)\(nodes.count > 8 ? ", …" : "") lead around in a circle")
        }
    }

    /// Takes over what does not depend on nodes.
    mutating func carryFacts(from other: Skeleton) {
        (header, metadata, rootID) = (other.header, other.metadata, other.rootID)
        (level2IDs, diagnostics, origin) = (other.level2IDs, other.diagnostics, other.origin)
    }
}
