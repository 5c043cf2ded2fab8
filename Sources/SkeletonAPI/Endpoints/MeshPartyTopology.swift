import SkeletonModel

/// What MeshParty derives from a skeleton's edges.
struct MeshPartyTopology {
    /// Two or more children.
    private(set) var branchPoints: [Int32] = []
    /// No child; a root that is alone counts.
    private(set) var endPoints: [Int32] = []
    /// Three or more neighbours.
    private(set) var branchPointsUndirected: [Int32] = []
    /// One neighbour, so a root may be one, and a vertex that is alone is none.
    private(set) var endPointsUndirected: [Int32] = []
    /// Along the edges, in nanometres; infinite where the root cannot be reached.
    private(set) var distances: [Double]
    /// Edges on the way to the root.
    private(set) var hops: [Double]
    /// For each vertex the number of its unbranched piece; pieces are numbered by their lowest vertex.
    private(set) var segments: [Int32] = []

    private let parents: [Int32]
    private var childCounts: [Int]

    init(_ arrays: SkeletonArrays) {
        let count = arrays.vertices.count
        var (parents, childCounts, degrees) = (
            [Int32](repeating: -1, count: count), [Int](repeating: 0, count: count), [Int](repeating: 0, count: count)
        )
        for edge in arrays.edges {
            parents[Int(edge.child)] = edge.parent
            childCounts[Int(edge.parent)] += 1
            degrees[Int(edge.child)] += 1
            degrees[Int(edge.parent)] += 1
        }
        (self.parents, self.childCounts) = (parents, childCounts)
        distances = [Double](repeating: .infinity, count: count)
        hops = distances
        for vertex in Int32(0)..<Int32(count) {
            if childCounts[Int(vertex)] == 0 { endPoints.append(vertex) }
            if childCounts[Int(vertex)] > 1 { branchPoints.append(vertex) }
            if degrees[Int(vertex)] == 1 { endPointsUndirected.append(vertex) }
            if degrees[Int(vertex)] > 2 { branchPointsUndirected.append(vertex) }
        }
        measure(arrays)
        number()
    }

    /// From each vertex up to what is known already, and back.
    private mutating func measure(_ arrays: SkeletonArrays) {
        var isKnown = [Bool](repeating: false, count: parents.count)
        if let root = arrays.root, parents.indices.contains(root) {
            (distances[root], hops[root], isKnown[root]) = (0, 0, true)
        }
        for start in parents.indices {
            for vertex in path(from: start, until: &isKnown).reversed() where parents[vertex] >= 0 {
                let parent = Int(parents[vertex])
                let length = arrays.vertices[vertex].distance(to: arrays.vertices[parent])
                // MeshParty's graph holds single precision, and adds in double.
                distances[vertex] = distances[parent] + Double(Float(length))
                hops[vertex] = hops[parent] + 1
            }
        }
    }

    private func path(from start: Int, until isKnown: inout [Bool]) -> [Int] {
        var path: [Int] = []
        var vertex = start
        while vertex >= 0, !isKnown[vertex] {
            isKnown[vertex] = true
            path.append(vertex)
            vertex = Int(parents[vertex])
        }
        return path
    }

    /// A vertex is of its parent's piece unless the parent branches.
    private mutating func number() {
        var tops = [Int](repeating: -1, count: parents.count)
        var isKnown = [Bool](repeating: false, count: parents.count)
        for start in parents.indices {
            for vertex in path(from: start, until: &isKnown).reversed() {
                let parent = Int(parents[vertex])
                tops[vertex] = parent >= 0 && childCounts[parent] == 1 && tops[parent] >= 0 ? tops[parent] : vertex
            }
        }
        var numbers: [Int: Int32] = [:]
        segments = tops.map { top in
            let number = numbers[top] ?? Int32(numbers.count)
            numbers[top] = number
            return number
        }
    }
}
