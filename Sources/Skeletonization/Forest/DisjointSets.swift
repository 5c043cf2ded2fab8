/// Union-find over vertex numbers; the lowest member stands for each set.
struct DisjointSets {
    private var parent: [Int32]

    init(count: Int) { parent = Array(0..<Int32(count)) }

    var count: Int { parent.count }

    /// Adds a vertex in a set of its own, and gives its number.
    mutating func append() -> Int32 {
        parent.append(Int32(parent.count))
        return Int32(parent.count - 1)
    }

    /// Empties itself but keeps its memory.
    mutating func removeAll() { parent.removeAll(keepingCapacity: true) }

    mutating func find(_ vertex: Int32) -> Int32 {
        var vertex = vertex
        while parent[Int(vertex)] != vertex {
            parent[Int(vertex)] = parent[Int(parent[Int(vertex)])]
            vertex = parent[Int(vertex)]
        }
        return vertex
    }

    mutating func join(_ a: Int32, _ b: Int32) {
        let (a, b) = (find(a), find(b))
        if a != b { parent[Int(max(a, b))] = min(a, b) }
    }
}
