import SkeletonModel

/// A neuron of a level-2 graph file while its lines come in.
struct Level2GraphDraft {
    private struct NumberedEdge {
        var a: Int64
        var b: Int64
        var line: Int
    }

    private let rootID: RootID
    private let headerLine: Int
    private var nodes: [Level2Graph.Node] = []
    /// The line of each node.
    private var nodeLines: [Int] = []
    private var edges: [NumberedEdge] = []
    private var preSynapses: [Level2Graph.Synapse] = []
    private var postSynapses: [Level2Graph.Synapse] = []
    private let somaPoint: Point3?
    private let hasSynapseTable: Bool?
    private let timestamp: String?
    private let supersededBy: RootID?
    private let chunkGrid: Level2Graph.ChunkGrid

    init(header: Level2Record, line: Int) throws(Level2GraphFault) {
        guard let format = try header.text("format") else { throw .missingField(kind: "header", field: "format") }
        guard format == "l2graph" else { throw .wrongFormat(format) }
        guard let version = try header.integer("version") else {
            throw .missingField(kind: "header", field: "version")
        }
        guard version == 1 else { throw .unsupportedVersion(version) }
        if let unit = try header.text("unit"), unit != "nm" {
            throw .badField(field: "unit", expected: "'nm'", found: "'\(unit)'")
        }
        guard let rootID = RootID(try header.requiredID("root_id")) else {
            throw .missingField(kind: "header", field: "root_id")
        }
        (self.rootID, headerLine) = (rootID, line)
        somaPoint = try header.point("soma_pt")
        hasSynapseTable = try header.boolean("synapse_table")
        timestamp = try header.text("timestamp")
        supersededBy = try header.id("superseded_by").flatMap { RootID($0) }
        chunkGrid = Level2Graph.ChunkGrid(
            sides: try header.point("chunk_nm"),
            spatialBits: try header.integer("spatial_bits").map(Int.init(clamping:)),
            origin: try header.point("origin_nm")
        )
    }

    mutating func append(_ record: Level2Record, line: Int) throws(Level2GraphFault) {
        switch record.kind {
        case .node:
            nodes.append(try Self.node(record))
            nodeLines.append(line)
        case .edge:
            let (a, b) = (try record.requiredID("a"), try record.requiredID("b"))
            edges.append(NumberedEdge(a: a, b: b, line: line))
        case .synapse: try appendSynapse(record)
        case .header: throw .unknownKind(record.kind.rawValue)
        }
    }

    private static func node(_ record: Level2Record) throws(Level2GraphFault) -> Level2Graph.Node {
        let node = Level2Graph.Node(
            id: try record.requiredID("id"),
            coordinate: try record.point("p"),
            sizeNM3: try record.number("v"),
            areaNM2: try record.number("a"),
            maxDT: try record.number("max_dt"),
            meanDT: try record.number("mean_dt")
        )
        try Level2Graph.check(node)
        return node
    }

    private mutating func appendSynapse(_ record: Level2Record) throws(Level2GraphFault) {
        guard let side = try record.text("side") else { throw .missingField(kind: "s", field: "side") }
        let synapse = Level2Graph.Synapse(
            level2ID: try record.requiredID("l2"),
            id: try record.id("id"),
            position: try record.point("p"),
            size: try record.number("size"),
            partner: try record.id("partner").flatMap { RootID($0) }
        )
        switch Level2GraphFile.Side(rawValue: side) {
        case .pre: preSynapses.append(synapse)
        case .post: postSynapses.append(synapse)
        case nil: throw .badField(field: "side", expected: "'pre' or 'post'", found: "'\(side)'")
        }
    }
}

extension Level2GraphDraft {
    /// The finished graph; the errors name the line that is at fault.
    func graph(path: String) throws(SkeletonizationError) -> Level2Graph {
        let distinct = try distinctNodes(path: path)
        let pairs = try edges(between: distinct, path: path)
        do {
            return try Level2Graph(
                rootID: rootID,
                nodes: distinct,
                edges: pairs,
                somaPoint: somaPoint,
                preSynapses: preSynapses,
                postSynapses: postSynapses,
                hasSynapseTable: hasSynapseTable,
                timestamp: timestamp,
                supersededBy: supersededBy,
                chunkGrid: chunkGrid
            )
        } catch {
            guard case .badGraph(_, let fault) = error else { throw error }
            throw .badFile(path: path, line: headerLine, fault: fault)
        }
    }

    private func distinctNodes(path: String) throws(SkeletonizationError) -> [Level2Graph.Node] {
        let isSorted = zip(nodes, nodes.dropFirst()).allSatisfy { $0.id < $1.id }
        guard !isSorted else { return nodes }
        var distinct: [Level2Graph.Node] = []
        var firstLine = 0
        // Of equal ids the earlier line comes first, as lines ascend.
        for index in nodes.indices.sorted(by: { (nodes[$0].id, $0) < (nodes[$1].id, $1) }) {
            guard let last = distinct.last, last.id == nodes[index].id else {
                distinct.append(nodes[index])
                firstLine = nodeLines[index]
                continue
            }
            guard last == nodes[index] else {
                let fault = Level2GraphFault.duplicateNode(id: last.id, firstLine: firstLine)
                throw .badFile(path: path, line: nodeLines[index], fault: fault)
            }
        }
        return distinct
    }

    private func edges(
        between nodes: [Level2Graph.Node],
        path: String
    ) throws(SkeletonizationError) -> [Level2Graph.Edge] {
        // Only the ids, close together: the search goes through them twice per edge.
        let ids = nodes.map(\.id)
        var pairs: [Level2Graph.Edge] = []
        pairs.reserveCapacity(edges.count)
        for edge in edges {
            guard let a = ids.position(of: edge.a) else { throw unknown(edge.a, edge.line, path) }
            guard let b = ids.position(of: edge.b) else { throw unknown(edge.b, edge.line, path) }
            pairs.append(Level2Graph.Edge(Int32(a), Int32(b)))
        }
        return pairs
    }

    private func unknown(_ id: Int64, _ line: Int, _ path: String) -> SkeletonizationError {
        .badFile(path: path, line: line, fault: .unknownNode(id: id))
    }
}
