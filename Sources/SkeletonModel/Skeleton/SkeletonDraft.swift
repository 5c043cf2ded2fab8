/// The columns of a skeleton that is being made out of another one, node by node, parents first.
struct SkeletonDraft {
    /// For each old position the new one, −1 for none.
    var nodeMap: [Int32]
    private let original: Skeleton
    private var fresh: FreshIDs
    private var ids: [Int64] = []
    private var parents: [Int32] = []
    private var types: [Int32] = []
    private var x: [Double] = []
    private var y: [Double] = []
    private var z: [Double] = []
    private var radius: [Double] = []

    init(_ original: Skeleton, capacity: Int) {
        self.original = original
        fresh = FreshIDs(beyond: original.numbering, count: original.nodeCount)
        nodeMap = [Int32](repeating: -1, count: original.nodeCount)
        ids.reserveCapacity(capacity)
        parents.reserveCapacity(capacity)
        types.reserveCapacity(capacity)
        x.reserveCapacity(capacity)
        y.reserveCapacity(capacity)
        z.reserveCapacity(capacity)
        radius.reserveCapacity(capacity)
    }

    var nodeCount: Int { parents.count }

    /// Takes a node over; its new position.
    @discardableResult
    mutating func keep(_ node: Int, parent: Int32) -> Int32 {
        let place = add(
            id: original.id(of: node),
            type: original.types[node],
            original.point(node),
            radius: original.radius[node],
            parent: parent
        )
        nodeMap[node] = place
        return place
    }

    /// Adds a node on the way from a node to its parent, as a fraction of that way.
    mutating func add(from node: Int, to other: Int, fraction: Double, type: Int32, parent: Int32) -> Int32 {
        let rest = 1 - fraction
        let point = Point3(
            original.x[node] * rest + original.x[other] * fraction,
            original.y[node] * rest + original.y[other] * fraction,
            original.z[node] * rest + original.z[other] * fraction
        )
        let radius = original.radius[node] * rest + original.radius[other] * fraction
        return add(type: type, point, radius: radius, parent: parent)
    }

    /// Adds a node with an id of its own.
    @discardableResult
    mutating func add(type: Int32, _ point: Point3, radius: Double, parent: Int32) -> Int32 {
        add(id: fresh.next(), type: type, point, radius: radius, parent: parent)
    }

    /// Adds a node with an id that is free.
    @discardableResult
    mutating func add(id: Int64, type: Int32, _ point: Point3, radius: Double, parent: Int32) -> Int32 {
        ids.append(id)
        types.append(type)
        x.append(point.x)
        y.append(point.y)
        z.append(point.z)
        self.radius.append(radius)
        parents.append(parent)
        return Int32(parents.count - 1)
    }

    func finished() -> Edited {
        var result = Skeleton(
            ordered: parents,
            numbering: NodeNumbering(ids),
            types: types,
            x: x,
            y: y,
            z: z,
            radius: radius,
            unit: original.unit,
            sourceRow: Array(0..<Int32(parents.count))
        )
        result.carry(from: original, nodeMap)
        return (result, nodeMap)
    }
}

/// Ids for new nodes: above all others, or, where there is no room above, the lowest that are free.
struct FreshIDs {
    private var following: Int64
    private var taken: Set<Int64> = []

    init(beyond numbering: NodeNumbering, count: Int) {
        let highest: Int64 =
            switch numbering {
            case .from(let first): count == 0 ? 0 : first + Int64(count - 1)
            case .explicit(let ids): ids.max() ?? 0
            }
        following = highest &+ 1
        // More nodes than positions can count are never added.
        guard highest > Int64.max - (1 << 33) else { return }
        taken = Set(numbering.ids(count: count))
        following = 1
    }

    mutating func next() -> Int64 {
        while !taken.isEmpty, taken.contains(following) { following += 1 }
        defer { following += 1 }
        return following
    }
}
