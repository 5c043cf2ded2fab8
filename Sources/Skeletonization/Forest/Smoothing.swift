import SkeletonModel

extension SkeletonDraft {
    /// Moves all vertices twelve times a tenth of the way to the mean of their neighbours within two hops.
    mutating func smooth(iterations: Int = 12, ratio: Double = 0.1) throws(SkeletonizationError) {
        // The reference keeps the weight of the vertex itself in single precision.
        let own = Double(Float(1 - ratio))
        var cancellation = CancellationPoll()
        let neighbours = try neighboursWithinTwoHops(&cancellation)
        for _ in 0..<iterations {
            let before = vertices
            for (vertex, around) in neighbours.enumerated() where !around.isEmpty {
                try cancellation.check()
                var sum = Point3(0, 0, 0)
                for other in around {
                    let point = before[Int(other)]
                    sum = Point3(sum.x + point.x, sum.y + point.y, sum.z + point.z)
                }
                let (point, count) = (before[vertex], Double(around.count))
                vertices[vertex] = Point3(
                    own * point.x + ratio * sum.x / count,
                    own * point.y + ratio * sum.y / count,
                    own * point.z + ratio * sum.z / count
                )
            }
        }
    }

    private func neighboursWithinTwoHops(
        _ cancellation: inout CancellationPoll
    ) throws(SkeletonizationError) -> [[Int32]] {
        let adjacency = Adjacency(vertexCount: vertices.count, edges: edges)
        var neighbours: [[Int32]] = []
        for vertex in 0..<Int32(vertices.count) {
            try cancellation.check()
            var around = Set(adjacency[vertex])
            for neighbour in adjacency[vertex] { around.formUnion(adjacency[neighbour]) }
            around.remove(vertex)
            neighbours.append(around.sorted())
        }
        return neighbours
    }
}
