/// The vertices of a component by rising distance from one of them, equal ones as they were settled.
struct SettledVertices: Sendable {
    let start: Int32
    var vertices: [Int32] = []
    var distances: [Double] = []

    var largestDistance: Double { distances.last ?? 0 }

    /// The lowest of the vertices with the largest distance.
    var farthest: Int32 {
        var lowest = vertices.last ?? start
        for position in vertices.indices.reversed() {
            guard distances[position] == largestDistance else { break }
            lowest = min(lowest, vertices[position])
        }
        return lowest
    }

    /// The vertices by falling distance, equal distances by the lowest vertex.
    var farthestFirst: [Int32] {
        var result: [Int32] = vertices.reversed()
        var start = 0
        while start < result.count {
            let distance = distances[result.count - 1 - start]
            var end = start + 1
            while end < result.count, distances[result.count - 1 - end] == distance { end += 1 }
            if end - start > 1 { result[start..<end].sort() }
            start = end
        }
        return result
    }
}
