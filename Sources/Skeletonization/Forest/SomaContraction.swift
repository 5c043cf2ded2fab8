import SkeletonModel

extension SkeletonDraft {
    /// Makes one vertex of the part around the soma point, and roots the skeleton there.
    ///
    /// That part is connected, holds the vertex nearest to the soma point, and reaches one vertex beyond the radius on
    /// every branch. The soma point becomes a new last vertex, except where `keeping` names a vertex for that role.
    mutating func collapseSoma(at soma: Point3, radius: Double, keeping kept: Int32? = nil) {
        let distances = vertices.map { $0.distance(to: soma) }
        guard let near = distances.indices.min(by: { (distances[$0], $0) < (distances[$1], $1) }) else { return }
        var sets = DisjointSets(count: vertices.count)
        for edge in edges where distances[Int(edge.child)] < radius || distances[Int(edge.parent)] < radius {
            sets.join(edge.child, edge.parent)
        }
        let region = sets.find(Int32(near))
        let somaVertex = kept ?? Int32(vertices.count)
        var representative = (0..<Int32(vertices.count)).map { sets.find($0) == region ? somaVertex : $0 }
        if kept == nil {
            vertices.append(soma)
            meshIndex.append(-1)
            representative.append(somaVertex)
        }
        root = somaVertex
        merge(into: representative)
    }

    /// The vertex nearest to a point, the lowest of equally near ones.
    func nearestVertex(to point: Point3) -> Int32 {
        var (nearest, least) = (0, Double.infinity)
        for (vertex, position) in vertices.enumerated() where position.distance(to: point) < least {
            (nearest, least) = (vertex, position.distance(to: point))
        }
        return Int32(nearest)
    }
}
