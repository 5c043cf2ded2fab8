public import SkeletonModel

/// A neuron grown from a seed: data of any size for demonstrations, tests and measurements, with a known truth.
///
/// The same seed and parameters give the same neuron, to the last bit, on every platform. Lengths are nanometres.
public struct SyntheticNeuron: Sendable {
    /// What kind of neurite a node belongs to, by its SWC type.
    public enum Kind: Int32, Sendable, Hashable {
        case soma = 1
        case axon = 2
        case dendrite = 3
    }

    /// One node of the tree.
    public struct Node: Sendable, Hashable {
        /// What it is a piece of.
        public var kind: Kind
        /// Where it is, in nm.
        public var position: Point3
        /// Its radius in nm.
        public var radius: Double
        /// −1 at the soma.
        public var parent: Int32
    }

    /// A block of space that the neuron stays inside of.
    public struct Box: Sendable, Hashable {
        /// The corner with the least coordinates.
        public var low: Point3
        /// The opposite corner.
        public var high: Point3

        /// The block between two corners.
        public init(low: Point3, high: Point3) { (self.low, self.high) = (low, high) }
    }

    /// The soma first, every node after its parent.
    public internal(set) var nodes: [Node]
    /// The nodes that carry an output synapse.
    public internal(set) var outputs: [Int32] = []
    /// The nodes that carry an input synapse.
    public internal(set) var inputs: [Int32] = []

    /// Grows a neuron of about `targetCable` nanometres of cable.
    ///
    /// Costs about 4 nodes per micrometre. Growth also ends where every branch has reached its largest length.
    public static func grow(
        seed: UInt64,
        targetCable: Double,
        centre: Point3 = Point3(0, 0, 0),
        box: Box? = nil,
        parameters: Parameters = Parameters()
    ) -> SyntheticNeuron {
        var growth = Growth(
            seed: seed,
            targetCable: targetCable,
            centre: centre,
            box: box,
            parameters: parameters
        )
        growth.startNeurites()
        growth.growTips()
        return growth.neuron
    }

    /// The tree as arrays in nanometres, rooted at the soma: what a perfect skeletonization would find.
    public func arrays() -> SkeletonArrays {
        SkeletonArrays(
            vertices: nodes.map(\.position),
            edges: nodes.indices.dropFirst().map { .init(child: Int32($0), parent: nodes[$0].parent) },
            root: 0,
            radius: nodes.map(\.radius),
            compartment: nodes.map(\.kind.rawValue)
        )
    }

    /// The tree as a skeleton in nanometres, its types as in SWC; `SWC.text` writes it in micrometres.
    public func skeleton() throws(SkeletonError) -> Skeleton { try Skeleton(arrays()) }
}
