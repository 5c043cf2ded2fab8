import SkeletonModel

extension Level2Graph {
    /// All coordinates, or the error that names the nodes without one.
    func knownCoordinates() throws(SkeletonizationError) -> [Point3] {
        try Self.complete(nodes.map(\.coordinate), rootID, nodes)
    }

    /// All coordinates, missing ones filled in from neighbours in up to ten rounds, as the reference does.
    ///
    /// A node gets the mean of the neighbours that had a coordinate before the round; one with a single neighbour lies
    /// 1 nm beside it in z, and is never filled when that neighbour is node 0.
    func filledCoordinates() throws(SkeletonizationError) -> [Point3] {
        var points = nodes.map(\.coordinate)
        var missing = points.indices.filter { points[$0] == nil }
        guard !missing.isEmpty else { return try knownCoordinates() }
        let neighbours = neighbourLists(of: missing)
        for _ in 0..<10 where !missing.isEmpty {
            let before = points
            for node in missing { points[node] = Self.fill(neighbours[node] ?? [], before) }
            missing.removeAll { points[$0] != nil }
        }
        return try Self.complete(points, rootID, nodes)
    }

    private static func complete(
        _ points: [Point3?],
        _ rootID: RootID,
        _ nodes: [Node]
    ) throws(SkeletonizationError) -> [Point3] {
        let known = points.compactMap { $0 }
        guard known.count < points.count else { return known }
        let missing = points.indices.filter { points[$0] == nil }
        throw .missingCoordinates(rootID: rootID, count: missing.count, ids: missing.prefix(5).map { nodes[$0].id })
    }

    private func neighbourLists(of wanted: [Int]) -> [Int: [Int]] {
        var lists = Dictionary(uniqueKeysWithValues: wanted.map { ($0, [Int]()) })
        for edge in edges {
            lists[Int(edge.a)]?.append(Int(edge.b))
            lists[Int(edge.b)]?.append(Int(edge.a))
        }
        return lists
    }

    private static func fill(_ neighbours: [Int], _ points: [Point3?]) -> Point3? {
        let known = neighbours.sorted().compactMap { points[$0] }
        guard !known.isEmpty, neighbours != [0] else { return nil }
        let sum = known.reduce(Point3(0, 0, 0)) { Point3($0.x + $1.x, $0.y + $1.y, $0.z + $1.z) }
        let count = Double(known.count)
        return Point3(sum.x / count, sum.y / count, sum.z / count + (neighbours.count == 1 ? 1 : 0))
    }
}
