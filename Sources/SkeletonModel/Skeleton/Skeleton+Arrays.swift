/// What arrays say beyond the forest that is made of them, so that they can be given back.
struct SourceArrays: Sendable {
    var edges: [SkeletonArrays.Edge]
    var root: Int?
    var hasRadius: Bool
    var hasCompartment: Bool
}

extension Skeleton {
    /// The forest of a service's arrays, in nanometres, with node ids 1…n in the order of the vertices.
    ///
    /// Where the edges, read from child to parent, make a forest with the named root at the end of its tree, they are
    /// taken so. Otherwise they are read without direction: breadth first from the root, then from the lowest vertex
    /// of each further component; edges that are doubled, lead from a vertex to itself or close a circle are dropped
    /// and reported. Throws for indices out of range and arrays of different lengths.
    public init(_ arrays: SkeletonArrays) throws(SkeletonError) {
        try arrays.check()
        let linked = EdgeForest(arrays)
        self = try Skeleton(
            inSourceOrder: linked.parents,
            ids: nil,
            types: arrays.compartment ?? [Int32](repeating: 0, count: arrays.vertices.count),
            x: arrays.vertices.map(\.x),
            y: arrays.vertices.map(\.y),
            z: arrays.vertices.map(\.z),
            radius: arrays.radius ?? [Double](repeating: 0, count: arrays.vertices.count),
            unit: .nanometres
        )
        let position = ParentsFirst.inverse(sourceRow)
        meshToSkeletonMap = arrays.meshToSkeletonMap.map { $0 < 0 ? -1 : position[Int($0)] }
        level2IDs = arrays.level2IDs
        metadata = arrays.meta
        rootID = arrays.meta["root_id"]?.integerValue.flatMap { RootID($0) }
        diagnostics = linked.diagnostics
        origin = .service
        source = SourceArrays(
            edges: arrays.edges,
            root: arrays.root,
            hasRadius: arrays.radius != nil,
            hasCompartment: arrays.compartment != nil
        )
    }

    /// The arrays the service would send, in nanometres.
    ///
    /// For a skeleton that was made from arrays and not edited they are exactly those; otherwise vertices are in the
    /// order of the nodes. Coordinates of a skeleton of unknown unit are taken as nanometres.
    public func arrays() -> SkeletonArrays {
        let factor = unit.inNanometres ?? 1
        let order = source == nil ? nil : ParentsFirst.inverse(sourceRow)
        func column<Value>(_ values: [Value]) -> [Value] { order.map { values.picked($0) } ?? values }
        let (x, y, z) = (column(x), column(y), column(z))
        let mesh = source == nil ? meshToSkeletonMap : meshToSkeletonMap.map { $0 < 0 ? -1 : sourceRow[Int($0)] }
        return SkeletonArrays(
            vertices: x.indices.map { Point3(x[$0] * factor, y[$0] * factor, z[$0] * factor) },
            edges: source?.edges ?? ownEdges,
            root: source.map(\.root) ?? parents.firstIndex { $0 < 0 },
            radius: source?.hasRadius == false ? nil : column(radius).map { $0 * factor },
            compartment: source?.hasCompartment == false ? nil : column(types),
            meshToSkeletonMap: mesh,
            level2IDs: level2IDs,
            meta: metadata
        )
    }

    private var ownEdges: [SkeletonArrays.Edge] {
        parents.indices.filter { parents[$0] >= 0 }.map { .init(child: Int32($0), parent: parents[$0]) }
    }
}

extension SkeletonArrays {
    /// Throws when lengths differ, an index is out of range or a number is not finite.
    public func check() throws(SkeletonError) {
        let count = vertices.count
        guard count <= Int(Int32.max) else { throw .badArrays("more vertices than 2^31") }
        try checkLength(radius?.count, of: "radius", count)
        try checkLength(compartment?.count, of: "compartment", count)
        if let level2IDs, level2IDs.count != meshToSkeletonMap.count {
            throw .badArrays("lvl2_ids has \(level2IDs.count) entries, mesh_to_skel_map \(meshToSkeletonMap.count)")
        }
        if let root, root < 0 || root >= count { throw .badArrays("the root is vertex \(root), of \(count) vertices") }
        let range = 0..<Int32(count)
        if let index = edges.firstIndex(where: { !range.contains($0.child) || !range.contains($0.parent) }) {
            let edge = edges[index]
            throw .badArrays("edge \(index) joins vertices \(edge.child) and \(edge.parent), of \(count) vertices")
        }
        if let index = meshToSkeletonMap.firstIndex(where: { $0 != -1 && !range.contains($0) }) {
            throw .badArrays("mesh_to_skel_map[\(index)] is vertex \(meshToSkeletonMap[index]), of \(count) vertices")
        }
        let isFinite = { (point: Point3) in point.x.isFinite && point.y.isFinite && point.z.isFinite }
        if let index = vertices.firstIndex(where: { !isFinite($0) }) { throw .notFinite(position: index) }
        if let index = radius?.firstIndex(where: { !$0.isFinite }) { throw .notFinite(position: index) }
    }

    private func checkLength(_ length: Int?, of name: String, _ count: Int) throws(SkeletonError) {
        guard let length, length != count else { return }
        throw .badArrays("\(name) has \(length) entries for \(count) vertices")
    }
}
