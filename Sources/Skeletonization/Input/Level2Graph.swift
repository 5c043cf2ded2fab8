public import SkeletonModel

/// The level-2 chunks of one root id, how they touch, and what is known about each: what a skeleton is made from.
///
/// Nodes are in ascending order of their ids and edges are unique, lower node first, in ascending order. The position
/// of a node, from 0, is "the level-2 index" everywhere. Lengths are nanometres.
public struct Level2Graph: Sendable, Equatable {
    /// One connected piece of the neuron inside one chunk.
    public struct Node: Sendable, Hashable {
        /// The level-2 id.
        public var id: Int64
        /// The representative point, nil where the level-2 cache has none.
        public var coordinate: Point3?
        /// Volume in nm³.
        public var sizeNM3: Double?
        /// Surface in nm².
        public var areaNM2: Double?
        /// Largest distance to the surface in nm.
        public var maxDT: Double?
        /// Mean distance to the surface in nm.
        public var meanDT: Double?

        /// A node of which everything but the id may be unknown.
        public init(
            id: Int64,
            coordinate: Point3? = nil,
            sizeNM3: Double? = nil,
            areaNM2: Double? = nil,
            maxDT: Double? = nil,
            meanDT: Double? = nil
        ) {
            self.id = id
            self.coordinate = coordinate
            self.sizeNM3 = sizeNM3
            self.areaNM2 = areaNM2
            self.maxDT = maxDT
            self.meanDT = meanDT
        }
    }

    /// Two nodes that touch, by their positions.
    public struct Edge: Sendable, Hashable, Comparable {
        /// One end, the lower one in a graph.
        public var a: Int32
        /// The other end.
        public var b: Int32

        /// The edge between two positions.
        public init(_ a: Int32, _ b: Int32) { (self.a, self.b) = (a, b) }

        /// By the first end, then by the second.
        public static func < (x: Edge, y: Edge) -> Bool { (x.a, x.b) < (y.a, y.b) }
    }

    /// One synapse, by the level-2 node on this neuron's side.
    public struct Synapse: Sendable, Hashable {
        /// The level-2 id, which need not be a node of the graph.
        public var level2ID: Int64
        /// The synapse's own id.
        public var id: Int64?
        /// Where it is, in nm.
        public var position: Point3?
        /// Size in voxels, as the synapse table has it.
        public var size: Double?
        /// The other neuron; a synapse of the neuron with itself is ignored.
        public var partner: RootID?

        /// A synapse of which everything but its level-2 node may be unknown.
        public init(
            level2ID: Int64,
            id: Int64? = nil,
            position: Point3? = nil,
            size: Double? = nil,
            partner: RootID? = nil
        ) {
            self.level2ID = level2ID
            self.id = id
            self.position = position
            self.size = size
            self.partner = partner
        }
    }

    /// The chunk grid that the level-2 ids were made in.
    public struct ChunkGrid: Sendable, Hashable {
        /// The sides of a chunk in nm.
        public var sides: Point3?
        /// Bits per axis of the chunk number inside an id.
        public var spatialBits: Int?
        /// The corner of the chunk 0, 0, 0 in nm.
        public var origin: Point3?

        /// A grid of which nothing need be known.
        public init(sides: Point3? = nil, spatialBits: Int? = nil, origin: Point3? = nil) {
            self.sides = sides
            self.spatialBits = spatialBits
            self.origin = origin
        }
    }

    /// The neuron.
    public let rootID: RootID
    /// In ascending order of their ids.
    public let nodes: [Node]
    /// Each once, the lower node first, in ascending order.
    public let edges: [Edge]
    /// The centre of the soma in nm, where one is known.
    public var somaPoint: Point3?
    /// The neuron's outputs.
    public var preSynapses: [Synapse]
    /// The neuron's inputs.
    public var postSynapses: [Synapse]
    /// Whether the datastack has a synapse table; without one a skeleton has no compartments.
    public var hasSynapseTable: Bool
    /// When the root id was valid, as ISO 8601 text.
    public var timestamp: String?
    /// The id that replaced this one, when the source knows that it is outdated.
    public var supersededBy: RootID?
    /// What is known about the ids.
    public var chunkGrid: ChunkGrid

    /// Puts nodes and edges in order, and checks them.
    ///
    /// Edges are positions in `nodes` as given. Repeated edges and equal repeated nodes count once; an edge from a node
    /// to itself is dropped. `hasSynapseTable` defaults to whether there are synapses.
    public init(
        rootID: RootID,
        nodes: [Node],
        edges: [Edge],
        somaPoint: Point3? = nil,
        preSynapses: [Synapse] = [],
        postSynapses: [Synapse] = [],
        hasSynapseTable: Bool? = nil,
        timestamp: String? = nil,
        supersededBy: RootID? = nil,
        chunkGrid: ChunkGrid = ChunkGrid()
    ) throws(SkeletonizationError) {
        self.rootID = rootID
        do {
            (self.nodes, self.edges) = try Self.ordered(nodes, edges)
            if let somaPoint { try Self.check(somaPoint, "soma_pt") }
        } catch {
            throw .badGraph(rootID: rootID, fault: error)
        }
        self.somaPoint = somaPoint
        self.preSynapses = preSynapses
        self.postSynapses = postSynapses
        self.hasSynapseTable = hasSynapseTable ?? !(preSynapses.isEmpty && postSynapses.isEmpty)
        self.timestamp = timestamp
        self.supersededBy = supersededBy
        self.chunkGrid = chunkGrid
    }
}
