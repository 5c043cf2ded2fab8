import SkeletonModel

extension Level2Graph {
    /// Nodes by ascending id and edges between them, lower first, each once.
    static func ordered(
        _ nodes: [Node],
        _ edges: [Edge]
    ) throws(Level2GraphFault) -> (nodes: [Node], edges: [Edge]) {
        guard !nodes.isEmpty else { throw .noNodes }
        guard nodes.count < Int(Int32.max) else { throw .tooManyNodes(nodes.count) }
        for node in nodes { try check(node) }
        let (sorted, rank) = try ranked(nodes)
        var pairs: [Edge] = []
        pairs.reserveCapacity(edges.count)
        for edge in edges {
            for end in [edge.a, edge.b] where !nodes.indices.contains(Int(end)) {
                throw .edgeOutOfRange(index: Int(end), nodeCount: nodes.count)
            }
            let (a, b) = (rank[Int(edge.a)], rank[Int(edge.b)])
            if a != b { pairs.append(Edge(min(a, b), max(a, b))) }
        }
        return (sorted, sortedUnique(pairs))
    }

    /// The distinct nodes by ascending id, and for each node as given its place among them.
    private static func ranked(_ nodes: [Node]) throws(Level2GraphFault) -> (nodes: [Node], rank: [Int32]) {
        if zip(nodes, nodes.dropFirst()).allSatisfy({ $0.id < $1.id }) {
            return (nodes, Array(0..<Int32(nodes.count)))
        }
        let order = nodes.indices.sorted { (nodes[$0].id, $0) < (nodes[$1].id, $1) }
        var sorted: [Node] = []
        var rank = [Int32](repeating: 0, count: nodes.count)
        for index in order {
            if let last = sorted.last, last.id == nodes[index].id {
                guard last == nodes[index] else { throw .duplicateNode(id: last.id, firstLine: nil) }
            } else {
                sorted.append(nodes[index])
            }
            rank[index] = Int32(sorted.count - 1)
        }
        return (sorted, rank)
    }

    private static func sortedUnique(_ edges: [Edge]) -> [Edge] {
        var keys = edges.map { UInt64(UInt32(bitPattern: $0.a)) << 32 | UInt64(UInt32(bitPattern: $0.b)) }
        keys.sort()
        var unique: [Edge] = []
        unique.reserveCapacity(keys.count)
        var previous: UInt64?
        for key in keys where key != previous {
            unique.append(Edge(Int32(key >> 32), Int32(truncatingIfNeeded: key)))
            previous = key
        }
        return unique
    }

    /// Refuses ids and numbers that no graph has.
    static func check(_ node: Node) throws(Level2GraphFault) {
        guard node.id > 0 else { throw .idOutOfRange(field: "id", text: String(node.id)) }
        if let coordinate = node.coordinate { try check(coordinate, "p") }
        try check(node.sizeNM3, "v")
        try check(node.areaNM2, "a")
        try check(node.maxDT, "max_dt")
        try check(node.meanDT, "mean_dt")
    }

    private static func check(_ value: Double?, _ field: StaticString) throws(Level2GraphFault) {
        guard let value else { return }
        guard value.isFinite else { throw .notFinite(field: "\(field)") }
        // Sums of sizes must stay finite, and a radius needs a volume that is not negative.
        guard (0...1e30).contains(value) else { throw .sizeOutOfRange(field: "\(field)", value: value) }
    }

    /// Refuses points whose distances could overflow.
    static func check(_ point: Point3, _ field: String) throws(Level2GraphFault) {
        guard point.x.isFinite, point.y.isFinite, point.z.isFinite else { throw .notFinite(field: field) }
        guard max(abs(point.x), abs(point.y), abs(point.z)) <= 1e15 else { throw .coordinateOutOfRange }
    }
}

extension RandomAccessCollection where Index == Int {
    /// Where an id stands among elements in ascending order of theirs, nil when it is none of them.
    @inline(__always)
    func position(of wanted: Int64, by id: (Element) -> Int64) -> Int? {
        guard !isEmpty else { return nil }
        // Without a branch that depends on the data: ids come in no predictable order.
        var (low, length) = (startIndex, count)
        while length > 1 {
            let half = length / 2
            low += id(self[low + half - 1]) < wanted ? half : 0
            length -= half
        }
        return id(self[low]) == wanted ? low : nil
    }
}

extension [Int64] {
    /// Where an id stands among ids in ascending order.
    func position(of id: Int64) -> Int? { position(of: id) { $0 } }
}

extension [Level2Graph.Node] {
    /// Where an id stands among nodes in ascending order.
    func position(ofID id: Int64) -> Int? { position(of: id) { $0.id } }
}
