import SkeletonModel

/// A skeleton on its way from paths to arrays.
struct SkeletonDraft: Sendable {
    var vertices: [Point3]
    /// Tip towards branch until the draft is rooted, then child towards parent.
    var edges: [SkeletonArrays.Edge]
    var root: Int32
    /// For each level-2 node its skeleton vertex, −1 for none.
    var meshToSkeletonMap: [Int32]
    /// For each skeleton vertex the level-2 node it came from, −1 for the added soma vertex.
    var meshIndex: [Int32]

    /// The path vertices in ascending order, and the steps of the paths as edges.
    init(paths: TeasarPaths, points: [Point3]) {
        var newIndex = [Int32](repeating: -1, count: points.count)
        for vertex in paths.vertices { newIndex[Int(vertex)] = 0 }
        (vertices, meshIndex, edges, root) = ([], [], [], 0)
        for vertex in newIndex.indices where newIndex[vertex] == 0 {
            newIndex[vertex] = Int32(vertices.count)
            vertices.append(points[vertex])
            meshIndex.append(Int32(vertex))
        }
        for path in 0..<paths.count {
            for position in paths.starts[path]..<(paths.starts[path + 1] - 1) {
                let child = newIndex[Int(paths.vertices[position])]
                edges.append(.init(child: child, parent: newIndex[Int(paths.vertices[position + 1])]))
            }
        }
        meshToSkeletonMap = paths.nearestPathVertex.map { $0 < 0 ? -1 : newIndex[Int($0)] }
    }

    /// A single vertex that the given level-2 nodes belong to.
    init(single node: Int32, members: [Int32], points: [Point3]) {
        vertices = [points[Int(node)]]
        (meshIndex, edges, root) = ([node], [], 0)
        meshToSkeletonMap = [Int32](repeating: -1, count: points.count)
        for member in members { meshToSkeletonMap[Int(member)] = 0 }
    }

    /// Merges each vertex into its representative, and renumbers; the order of what stays is kept.
    mutating func merge(into representative: [Int32]) {
        var newIndex = [Int32](repeating: -1, count: vertices.count)
        var kept = 0
        for vertex in vertices.indices where representative[vertex] == vertex {
            newIndex[vertex] = Int32(kept)
            vertices[kept] = vertices[vertex]
            meshIndex[kept] = meshIndex[vertex]
            kept += 1
        }
        vertices.removeLast(vertices.count - kept)
        meshIndex.removeLast(meshIndex.count - kept)
        let place = representative.map { newIndex[Int($0)] }
        edges = edges.compactMap { edge in
            let (child, parent) = (place[Int(edge.child)], place[Int(edge.parent)])
            return child == parent ? nil : .init(child: child, parent: parent)
        }
        for node in meshToSkeletonMap.indices where meshToSkeletonMap[node] >= 0 {
            meshToSkeletonMap[node] = place[Int(meshToSkeletonMap[node])]
        }
        root = place[Int(root)]
    }
}
