/// How a level-2 graph is turned into a skeleton; the defaults are the skeleton service's.
///
/// All lengths are nanometres.
public struct SkeletonizationOptions: Sendable, Hashable {
    /// Where the path search of a component starts.
    public enum RootSearch: String, Sendable, Hashable, CaseIterable {
        /// As the reference: a far tip in a connected graph, the lowest node of each component otherwise.
        case reference
        /// A far tip of every component, so that a stray fragment does not cost the neuron its short branches.
        case perComponent = "per_component"
    }

    /// Nodes closer than this to a path, along the graph, start no path of their own.
    public var invalidationDistance: Double
    /// Whether the part around the soma point becomes a single node.
    public var collapseSoma: Bool
    /// What counts as around the soma point, in straight distance.
    public var collapseRadius: Double
    /// Components with this many nodes or fewer are left out.
    public var componentThreshold: Int
    /// The level-2 node (its position in the graph, from 0) to root the skeleton at; it also takes the soma's place.
    public var rootIndex: Int?
    /// Whether the node positions are smoothed before the soma is collapsed.
    public var smooth: Bool
    /// Where the path search of a component starts.
    public var rootSearch: RootSearch
    /// Whether only a root at a soma point is labelled soma; the service labels any root except node 0.
    public var strictSoma: Bool

    /// The service's choice in everything that is not named.
    public init(
        invalidationDistance: Double = 7500,
        collapseSoma: Bool = true,
        collapseRadius: Double = 7500,
        componentThreshold: Int = 0,
        rootIndex: Int? = nil,
        smooth: Bool = false,
        rootSearch: RootSearch = .reference,
        strictSoma: Bool = false
    ) {
        self.invalidationDistance = invalidationDistance
        self.collapseSoma = collapseSoma
        self.collapseRadius = collapseRadius
        self.componentThreshold = componentThreshold
        self.rootIndex = rootIndex
        self.smooth = smooth
        self.rootSearch = rootSearch
        self.strictSoma = strictSoma
    }
}

extension SkeletonizationOptions {
    /// Refuses values that mean nothing, each by its Lua name.
    func checked(nodeCount: Int) throws(SkeletonizationError) {
        guard invalidationDistance >= 0 else {
            throw .badOption(
                name: "invalidation",
                problem: "must be a length of 0 or more (got \(invalidationDistance))"
            )
        }
        guard collapseRadius >= 0 else {
            throw .badOption(name: "collapse_radius", problem: "must be a length of 0 or more (got \(collapseRadius))")
        }
        guard componentThreshold >= 0 else {
            throw .badOption(name: "component_threshold", problem: "must be 0 or more (got \(componentThreshold))")
        }
        if let rootIndex, !(0..<nodeCount).contains(rootIndex) {
            throw .rootIndexOutOfRange(index: rootIndex, nodeCount: nodeCount)
        }
    }
}
