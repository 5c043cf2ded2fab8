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
    // Where the values of other columns come from; empty where there are no such columns.
    private var sources: [DraftSource] = []

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
        keep(node, at: original.point(node), type: original.types[node], radius: original.radius[node], parent: parent)
    }

    /// Takes a node over to another place; its new position.
    @discardableResult
    mutating func keep(_ node: Int, at point: Point3, type: Int32, radius: Double, parent: Int32) -> Int32 {
        let place = add(id: original.id(of: node), type: type, point, radius: radius, parent: parent)
        note(DraftSource(near: node, far: node, fraction: 0))
        nodeMap[node] = place
        return place
    }

    /// Adds a node on the way from a node to its parent, as a fraction of that way.
    @discardableResult
    mutating func add(from node: Int, to other: Int, fraction: Double, type: Int32, parent: Int32) -> Int32 {
        let source = DraftSource(near: node, far: other, fraction: fraction)
        let point = Point3(source.mean(original.x), source.mean(original.y), source.mean(original.z))
        note(source)
        return add(id: fresh.next(), type: type, point, radius: source.mean(original.radius), parent: parent)
    }

    /// Adds a node with an id of its own, of which is known what is known of another one.
    @discardableResult
    mutating func add(like node: Int, type: Int32, _ point: Point3, radius: Double, parent: Int32) -> Int32 {
        note(DraftSource(near: node, far: node, fraction: 0))
        return add(id: fresh.next(), type: type, point, radius: radius, parent: parent)
    }

    private mutating func note(_ source: DraftSource) {
        if !original.columns.isEmpty { sources.append(source) }
    }

    private mutating func add(id: Int64, type: Int32, _ point: Point3, radius: Double, parent: Int32) -> Int32 {
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
            unit: original.unit
        )
        result.columns = original.columns.mapped { $0.values(at: sources) }
        result.carry(from: original, nodeMap)
        return (result, nodeMap)
    }
}

/// A place on the cable: a node, or a fraction of the way from it to another.
struct DraftSource {
    let near: Int
    let far: Int
    let fraction: Double

    /// The nearer node; in the middle the one that the way leads to, which lies towards the root.
    var nearest: Int { fraction < 0.5 ? near : far }

    /// What a quantity is there.
    @inline(__always)
    func mean(_ values: [Double]) -> Double {
        fraction == 0 ? values[near] : values[near] * (1 - fraction) + values[far] * fraction
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
