public import SkeletonModel

extension SkeletonizationOptions {
    /// What suits the surface mesh of a whole neuron: a wider neighbourhood than for level-2 graphs, and no fragments.
    public static let mesh = SkeletonizationOptions(invalidationDistance: 12_000, componentThreshold: 100)
}

extension TriangleMesh {
    /// The skeleton along the surface: each of its vertices is one of the mesh.
    ///
    /// The radius of a vertex is the mean distance of the mesh vertices that belong to it from their centre; the
    /// reference has none that can be reproduced. The map is by mesh vertex, level-2 ids and compartments there are
    /// none. Looks about every thousand steps whether its task was cancelled.
    /// - Parameters:
    ///   - options: how it is made; the defaults are those for meshes.
    ///   - somaPoint: the centre of the soma in nm, where one is known; it becomes the root.
    ///   - rootID: the neuron, for metadata and errors.
    ///   - timestamp: when it was made, in seconds since 1970, for the metadata.
    public func skeletonized(
        _ options: SkeletonizationOptions = .mesh,
        somaPoint: Point3? = nil,
        rootID: RootID? = nil,
        timestamp: Double
    ) throws(SkeletonizationError) -> SkeletonArrays {
        let geometry = try geometry(options, somaPoint: somaPoint, rootID: rootID)
        return SkeletonArrays(
            vertices: geometry.draft.vertices,
            edges: geometry.draft.edges,
            root: Int(geometry.draft.root),
            radius: radii(of: geometry.draft),
            meshToSkeletonMap: geometry.draft.meshToSkeletonMap,
            meta: metadata(options, somaPoint, rootID, timestamp)
        )
    }

    func geometry(
        _ options: SkeletonizationOptions,
        somaPoint: Point3? = nil,
        rootID: RootID? = nil
    ) throws(SkeletonizationError) -> SkeletonGeometry {
        if let somaPoint, let fault = MeshFault(in: somaPoint) {
            throw .badOption(name: "soma_point", problem: "is out of range (\(fault))")
        }
        let origin = SkeletonGeometry.Origin(rootID: rootID, somaPoint: somaPoint) { _ in 1 }
        return try SkeletonGeometry(origin, points: vertices, edges: try edges(), options: options)
    }

    private func metadata(
        _ options: SkeletonizationOptions,
        _ somaPoint: Point3?,
        _ rootID: RootID?,
        _ timestamp: Double
    ) -> JSONObject {
        var meta: JSONObject = ["root_id": rootID.map { .integer($0.value) } ?? .null]
        for member in options.settings(somaPoint: somaPoint).members { meta[member.key] = member.value }
        meta["timestamp"] = .number(timestamp)
        meta["skeleton_type"] = .string("mesh")
        return meta
    }

    /// For each skeleton vertex the mean distance of its mesh vertices from their mean; 0 where it has none.
    private func radii(of draft: SkeletonDraft) -> [Double] {
        let count = draft.vertices.count
        var counts = [Double](repeating: 0, count: count)
        var centres = [Point3](repeating: Point3(0, 0, 0), count: count)
        forEachMapped(draft) { vertex, point in
            counts[vertex] += 1
            centres[vertex].x += point.x
            centres[vertex].y += point.y
            centres[vertex].z += point.z
        }
        for vertex in 0..<count where counts[vertex] > 0 {
            centres[vertex].x /= counts[vertex]
            centres[vertex].y /= counts[vertex]
            centres[vertex].z /= counts[vertex]
        }
        var radii = [Double](repeating: 0, count: count)
        forEachMapped(draft) { vertex, point in radii[vertex] += point.distance(to: centres[vertex]) }
        for vertex in 0..<count where counts[vertex] > 0 { radii[vertex] /= counts[vertex] }
        return radii
    }

    private func forEachMapped(_ draft: SkeletonDraft, _ body: (_ vertex: Int, _ point: Point3) -> Void) {
        for (node, vertex) in draft.meshToSkeletonMap.enumerated() where vertex >= 0 {
            body(Int(vertex), vertices[node])
        }
    }
}
