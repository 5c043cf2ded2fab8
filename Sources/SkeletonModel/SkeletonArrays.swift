/// A skeleton as the service makes, stores and sends it, in nanometres and in the service's own order.
///
/// Nothing here is sorted or renumbered: reading and writing gives the same arrays back, to the last index.
/// All indices count from 0.
public struct SkeletonArrays: Sendable, Equatable {
    /// An edge between two vertices, from the child towards the root.
    public struct Edge: Sendable, Hashable {
        /// The end away from the root.
        public var child: Int32
        /// The end towards the root.
        public var parent: Int32

        /// An edge from child to parent.
        public init(child: Int32, parent: Int32) {
            (self.child, self.parent) = (child, parent)
        }
    }

    /// Vertex positions in nanometres.
    public var vertices: [Point3]
    /// One edge per vertex that has a parent, in the order in which the reference lists them.
    public var edges: [Edge]
    /// The vertex all edges of its component lead to; nil where the source did not say.
    public var root: Int?
    /// Radius of each vertex in nanometres; nil where none could be computed.
    public var radius: [Double]?
    /// 1 soma, 2 axon, 3 everything else; nil where the datastack has no synapse table.
    public var compartment: [Int32]?
    /// For each level-2 node of the source graph its skeleton vertex, −1 for none.
    public var meshToSkeletonMap: [Int32]
    /// The level-2 ids, parallel to `meshToSkeletonMap` and not to the vertices; nil where the version has none.
    public var level2IDs: [Int64]?
    /// What the service says about how the skeleton was made, in its own key order.
    public var meta: JSONObject

    /// Arrays as given; `check()` tells whether they fit together.
    public init(
        vertices: [Point3],
        edges: [Edge],
        root: Int?,
        radius: [Double]? = nil,
        compartment: [Int32]? = nil,
        meshToSkeletonMap: [Int32] = [],
        level2IDs: [Int64]? = nil,
        meta: JSONObject = [:]
    ) {
        self.vertices = vertices
        self.edges = edges
        self.root = root
        self.radius = radius
        self.compartment = compartment
        self.meshToSkeletonMap = meshToSkeletonMap
        self.level2IDs = level2IDs
        self.meta = meta
    }
}
