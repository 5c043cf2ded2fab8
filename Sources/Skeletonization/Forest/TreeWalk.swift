/// Walks over the components of a forest, measuring the way.
struct TreeWalk {
    /// A vertex and the one it was reached from, −1 at the start.
    struct Step: Sendable {
        var vertex: Int32
        var parent: Int32
    }

    private let adjacency: Adjacency
    /// −1 while a vertex has not been reached.
    private var distances: [Double]

    init(_ adjacency: Adjacency) {
        self.adjacency = adjacency
        distances = [Double](repeating: -1, count: adjacency.vertexCount)
    }

    func hasReached(_ vertex: Int32) -> Bool { distances[Int(vertex)] >= 0 }

    /// The component of `start`, each vertex after the one it was reached from.
    mutating func reach(from start: Int32, length: (Int32, Int32) -> Double) -> [Step] {
        var steps = [Step(vertex: start, parent: -1)]
        distances[Int(start)] = 0
        var head = 0
        while head < steps.count {
            let vertex = steps[head].vertex
            head += 1
            for neighbour in adjacency[vertex] where distances[Int(neighbour)] < 0 {
                distances[Int(neighbour)] = distances[Int(vertex)] + length(vertex, neighbour)
                steps.append(Step(vertex: neighbour, parent: vertex))
            }
        }
        return steps
    }

    /// The end that the largest distance was measured from, walking between far ends from `start` on.
    mutating func farEnd(from start: Int32, length: (Int32, Int32) -> Double) -> Int32 {
        var (current, best, largest) = (start, start, 0.0)
        while true {
            let steps = reach(from: current, length: length)
            var (far, distance) = (current, 0.0)
            for vertex in steps.lazy.map(\.vertex) {
                let reached = distances[Int(vertex)]
                if reached > distance || (reached == distance && vertex < far) { (far, distance) = (vertex, reached) }
            }
            for step in steps { distances[Int(step.vertex)] = -1 }
            guard distance > largest else { return best }
            (best, largest, current) = (current, distance, far)
        }
    }
}
