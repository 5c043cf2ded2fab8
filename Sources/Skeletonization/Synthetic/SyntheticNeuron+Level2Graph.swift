public import SkeletonModel

extension SyntheticNeuron {
    /// Cuts the tree along chunk borders into the level-2 graph that a segmentation of it would have.
    ///
    /// A level-2 node is a connected group of tree nodes in one chunk. `chunkSide` is in nanometres.
    public func level2Graph(
        rootID: RootID,
        chunkSide: Double = 2048
    ) throws(SkeletonizationError) -> Level2Graph {
        guard chunkSide >= 1, chunkSide.isFinite else {
            throw .badOption(name: "chunk_side", problem: "must be a length of 1 nm or more (got \(chunkSide))")
        }
        let cut = ChunkCut(nodes, side: chunkSide)
        guard cut.idsFit else {
            throw .badOption(name: "chunk_side", problem: "is too small for the ids of this neuron (got \(chunkSide))")
        }
        let synapses = { (places: [Int32], first: Int) in
            places.enumerated().map { index, node in
                Level2Graph.Synapse(level2ID: cut.ids[Int(cut.groupOf[Int(node)])], id: Int64(first + index))
            }
        }
        return try Level2Graph(
            rootID: rootID,
            nodes: cut.groups.indices.map { cut.record(of: $0, nodes) },
            edges: cut.edges(nodes),
            somaPoint: nodes[0].position,
            preSynapses: synapses(outputs, 1),
            postSynapses: synapses(inputs, 1 + outputs.count),
            hasSynapseTable: true,
            chunkGrid: .init(
                sides: Point3(chunkSide, chunkSide, chunkSide),
                spatialBits: cut.spatialBits,
                origin: cut.origin
            )
        )
    }
}

/// Tree nodes grouped by chunk and connection.
private struct ChunkCut {
    /// Tree nodes of each group, ascending; groups in the order of their lowest members.
    private(set) var groups: [[Int32]] = []
    /// The group of each tree node.
    private(set) var groupOf: [Int32]
    /// The level-2 id of each group.
    private(set) var ids: [Int64] = []
    /// Whether the chunks and the groups in them could all be numbered.
    private(set) var idsFit = false
    let spatialBits: Int
    let origin: Point3

    init(_ nodes: [SyntheticNeuron.Node], side: Double) {
        let chunks = nodes.map { node in node.position.map { ($0 / side).rounded(.down) } }
        let low = chunks.reduce(chunks[0]) { Point3(min($0.x, $1.x), min($0.y, $1.y), min($0.z, $1.z)) }
        let high = chunks.reduce(chunks[0]) { Point3(max($0.x, $1.x), max($0.y, $1.y), max($0.z, $1.z)) }
        let widest = max(high.x - low.x, high.y - low.y, high.z - low.z)
        // Ten bits as in the demonstration's graphs; more only where a neuron spans more chunks than that.
        spatialBits = (10...17).first { widest < Double(1 << $0) } ?? 17
        origin = low.map { $0 * side }
        groupOf = [Int32](repeating: -1, count: nodes.count)
        for node in nodes.indices {
            let parent = Int(nodes[node].parent)
            if parent >= 0, chunks[parent] == chunks[node] {
                groupOf[node] = groupOf[parent]
                groups[Int(groupOf[node])].append(Int32(node))
            } else {
                groupOf[node] = Int32(groups.count)
                groups.append([Int32(node)])
            }
        }
        guard widest < Double(1 << spatialBits) else { return }
        number(groups.map { chunks[Int($0[0])] }, from: low)
    }

    /// Layer 2, the chunk, and the number of the group within its chunk.
    private mutating func number(_ chunks: [Point3], from low: Point3) {
        var counts: [Point3: Int64] = [:]
        ids = chunks.map { chunk in
            let number = counts[chunk, default: 0] + 1
            counts[chunk] = number
            var id: Int64 = 2 << 56
            for axis in 0..<3 { id |= Int64(chunk[axis] - low[axis]) << (56 - (axis + 1) * spatialBits) }
            return id | number
        }
        idsFit = counts.values.allSatisfy { $0 < 1 << (56 - 3 * spatialBits) }
    }

    /// Where parent and child lie in different groups.
    func edges(_ nodes: [SyntheticNeuron.Node]) -> [Level2Graph.Edge] {
        nodes.indices.dropFirst().compactMap { node in
            let (a, b) = (groupOf[node], groupOf[Int(nodes[node].parent)])
            return a == b ? nil : .init(a, b)
        }
    }

    func record(of group: Int, _ nodes: [SyntheticNeuron.Node]) -> Level2Graph.Node {
        let members = groups[group].map { nodes[Int($0)] }
        let solids = members.map { solid(of: $0, nodes) }
        let meanRadius = members.reduce(0) { $0 + $1.radius } / Double(members.count)
        return Level2Graph.Node(
            id: ids[group],
            coordinate: representative(of: members).map { $0.rounded(.toNearestOrEven) },
            sizeNM3: solids.reduce(0) { $0 + $1.volume }.rounded(.toNearestOrEven),
            areaNM2: solids.reduce(0) { $0 + $1.area }.rounded(.toNearestOrEven),
            maxDT: members.reduce(0) { max($0, $1.radius) }.rounded(.toNearestOrEven),
            meanDT: (meanRadius / 2 * 10).rounded(.toNearestOrEven) / 10
        )
    }

    /// The member nearest to the mean of the group, the lowest of equally near ones.
    private func representative(of members: [SyntheticNeuron.Node]) -> Point3 {
        let count = Double(members.count)
        let sum = members.reduce(Point3(0, 0, 0)) { sum, node in
            Point3(sum.x + node.position.x, sum.y + node.position.y, sum.z + node.position.z)
        }
        let mean = sum.map { $0 / count }
        var (best, least) = (members[0].position, Double.infinity)
        for position in members.map(\.position) {
            let (x, y, z) = (position.x - mean.x, position.y - mean.y, position.z - mean.z)
            let square = x * x + y * y + z * z
            if square < least { (best, least) = (position, square) }
        }
        return best
    }

    /// The ball of the soma, or the frustum between a node and its parent; nothing where that parent is the soma.
    private func solid(
        of node: SyntheticNeuron.Node,
        _ nodes: [SyntheticNeuron.Node]
    ) -> (volume: Double, area: Double) {
        let r = node.radius
        guard node.parent >= 0 else { return (4.0 / 3.0 * .pi * (r * r * r), 4 * .pi * (r * r)) }
        let parent = nodes[Int(node.parent)]
        guard parent.parent >= 0 else { return (0, 0) }
        let (length, p) = (node.position.distance(to: parent.position), parent.radius)
        return (.pi * length * (r * r + r * p + p * p) / 3.0, .pi * (r + p) * length)
    }
}
