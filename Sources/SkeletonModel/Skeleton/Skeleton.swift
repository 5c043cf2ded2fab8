/// A rooted forest of nodes in space: what people measure, edit and write.
///
/// Nodes are known inside by their position, counted from 0; a parent always comes before its children. The order of
/// the source is kept where it has that property; otherwise the nodes are in depth-first order and `sourceRow` tells
/// where each came from. Users see `ids`, which survive every edit.
///
/// A value that never changes: edits return new skeletons.
public struct Skeleton: Sendable {
    /// Position of each node's parent, −1 for a root.
    public internal(set) var parents: [Int32]
    /// The SWC type of each node, as found: 1 soma, 2 axon, 3 dendrite, …; 0 where the source has none.
    public internal(set) var types: [Int32]
    /// Coordinates, in `unit`.
    public internal(set) var x: [Double]
    /// Coordinates, in `unit`.
    public internal(set) var y: [Double]
    /// Coordinates, in `unit`.
    public internal(set) var z: [Double]
    /// Radius of each node in `unit`; 0 and below mean that it is not known.
    public internal(set) var radius: [Double]
    /// What one unit of coordinates and radii is.
    public internal(set) var unit: LengthUnit
    /// Comment lines before the first row of the source, without their `#`, as the bytes they were.
    public var header: [[UInt8]] = []
    /// What is known beyond the nodes: the service's `meta`, or the JSON of an SWC header's `Meta` line.
    public var metadata: JSONObject = [:]
    /// The neuron's root id, where known.
    public var rootID: RootID?
    /// For each level-2 node of the source graph the position of its node, −1 for none.
    public internal(set) var meshToSkeletonMap: [Int32] = []
    /// The level-2 ids, parallel to `meshToSkeletonMap` and not to the nodes.
    public internal(set) var level2IDs: [Int64]?
    /// What else is known of each node, by name; every edit carries it along.
    public internal(set) var columns = NodeColumns()
    /// The row in the source of each node; nil where they are those of the source in its order.
    var sourceOrder: [Int32]?
    /// What was odd about the source.
    public internal(set) var diagnostics: [SkeletonDiagnostic] = []
    /// Where it comes from, which decides the unit in which SWC is written.
    public internal(set) var origin: Origin = .made
    /// What the source arrays held beyond the forest; nil after an edit and for other sources.
    var source: SourceArrays?

    var numbering: NodeNumbering
    private let derived: DerivedTables

    /// What a skeleton was read from.
    public enum Origin: Sendable, Hashable {
        /// A service or skeletonization: written to SWC in micrometres, with a line that says so.
        case service
        /// SWC text: written to SWC as it was.
        case swc
        /// Something else: written as it is.
        case made
    }

    /// Columns already in parents-first order.
    init(
        ordered parents: [Int32],
        numbering: NodeNumbering,
        types: [Int32],
        x: [Double],
        y: [Double],
        z: [Double],
        radius: [Double],
        unit: LengthUnit,
        sourceOrder: [Int32]? = nil
    ) {
        self.parents = parents
        self.numbering = numbering
        self.types = types
        (self.x, self.y, self.z) = (x, y, z)
        self.radius = radius
        self.unit = unit
        self.sourceOrder = sourceOrder
        derived = DerivedTables()
    }

    /// The row (from 0) in the source that each node came from.
    public var sourceRow: [Int32] { sourceOrder ?? sameNodes }

    /// How many nodes there are.
    public var nodeCount: Int { parents.count }

    /// How many edges there are: every node but the roots has one, to its parent.
    public var edgeCount: Int { parents.count { $0 >= 0 } }

    /// The id of each node.
    public var ids: [Int64] { numbering.ids(count: nodeCount) }

    /// The id of one node.
    public func id(of position: Int) -> Int64 { numbering.id(of: position) }

    /// The position of the node with an id, nil when there is none.
    public func position(ofID id: Int64) -> Int? { numbering.position(of: id, count: nodeCount) }

    /// Where a node is.
    public func point(_ position: Int) -> Point3 {
        Point3(x[position], y[position], z[position])
    }

    /// Positions of each node's children, in order.
    ///
    /// Made on first use, in two passes over the nodes, and kept.
    public var children: ChildTable { derived.children(of: parents) }

    /// How many children each node has.
    ///
    /// Made on first use, in one pass, and kept.
    public var childCounts: [Int32] { derived.childCounts(of: parents) }

    /// The path length from each node to the root of its tree.
    ///
    /// Made on first use, in one pass, and kept.
    public var rootDistance: [Double] { derived.rootDistance(of: self) }

    /// The nodes as a depth-first walk meets them.
    ///
    /// Made on first use, in three passes, and kept.
    public var preorder: Preorder { derived.preorder(of: parents) }

    /// The nodes sorted into space, for questions about what is near.
    ///
    /// Made on first use, in time that grows as n log n, and kept.
    var spatialIndex: SpatialIndex { derived.spatialIndex(of: self) }

    /// The same for the edges: how far the edges of the nodes of each range of the index reach.
    var cableReach: SpatialIndex.Reach { derived.cableReach(of: self) }
}

/// The ids of nodes: nothing but the first one where they simply count up.
enum NodeNumbering: Sendable, Hashable {
    case from(Int64)
    case explicit([Int64])

    /// The cheapest form for these ids.
    init(_ ids: [Int64]) {
        guard let first = ids.first else {
            self = .from(1)
            return
        }
        let countsUp = ids.indices.allSatisfy { ids[$0] == first &+ Int64($0) }
        self = countsUp ? .from(first) : .explicit(ids)
    }

    func ids(count: Int) -> [Int64] {
        switch self {
        case .from(let first): (0..<count).map { first + Int64($0) }
        case .explicit(let ids): ids
        }
    }

    func id(of position: Int) -> Int64 {
        switch self {
        case .from(let first): first + Int64(position)
        case .explicit(let ids): ids[position]
        }
    }

    func position(of id: Int64, count: Int) -> Int? {
        switch self {
        case .from(let first):
            let (position, overflow) = id.subtractingReportingOverflow(first)
            return !overflow && position >= 0 && position < count ? Int(position) : nil
        case .explicit(let ids):
            return ids.firstIndex(of: id)
        }
    }
}
