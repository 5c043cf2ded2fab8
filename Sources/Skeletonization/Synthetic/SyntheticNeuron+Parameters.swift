extension SyntheticNeuron {
    /// How neurites of one kind grow; lengths are nanometres.
    public struct Neurite: Sendable, Hashable {
        /// Radius at the soma.
        public var startRadius: Double
        /// Radius that thin branches approach.
        public var leastRadius: Double
        /// Length over which the radius falls by a factor of e.
        public var taper: Double
        /// Mean length between branch points.
        public var branchLength: Double
        /// Largest way from the soma.
        public var longestPath: Double
        /// How much the direction wanders per step.
        public var jitter: Double

        /// A neurite with all its numbers.
        public init(
            startRadius: Double,
            leastRadius: Double,
            taper: Double,
            branchLength: Double,
            longestPath: Double,
            jitter: Double
        ) {
            self.startRadius = startRadius
            self.leastRadius = leastRadius
            self.taper = taper
            self.branchLength = branchLength
            self.longestPath = longestPath
            self.jitter = jitter
        }
    }

    /// What a synthetic neuron looks like; the defaults are those of a small cortical cell.
    public struct Parameters: Sendable, Hashable {
        /// Radius of the soma's ball.
        public var somaRadius = 5500.0
        /// How many dendrites leave the soma.
        public var dendriteCount = 5
        /// How dendrites grow.
        public var dendrite = Neurite(
            startRadius: 900,
            leastRadius: 200,
            taper: 40_000,
            branchLength: 15_000,
            longestPath: 120_000,
            jitter: 0.22
        )
        /// How the axon grows.
        public var axon = Neurite(
            startRadius: 450,
            leastRadius: 150,
            taper: 30_000,
            branchLength: 40_000,
            longestPath: 600_000,
            jitter: 0.30
        )
        /// Distance from node to node; nothing grows unless it is above 0.
        public var step = 250.0
        /// How strongly neurites are drawn away from the soma.
        public var outward = 0.04
        /// Least length between two branch points.
        public var leastBranchGap = 3000.0
        /// Length between two boutons of the axon.
        public var boutonGap = 3000.0
        /// How much thicker a bouton is than the axon.
        public var boutonScale = 2.2
        /// Length between two input synapses of a dendrite.
        public var synapseGap = 1500.0
        /// The axon's share of the cable.
        public var axonShare = 0.4

        /// The defaults, to be changed one by one.
        public init() {}

        func neurite(_ kind: Kind) -> Neurite { kind == .axon ? axon : dendrite }
    }
}
