public import SkeletonModel

/// A level-2 graph as tables that spreadsheets and awk can read and write.
///
/// Comma-separated text, each table with a line of column names. Nodes: `id`, and `x`, `y`, `z` (nm), `size_nm3`,
/// `area_nm2`, `max_dt_nm`, `mean_dt_nm`, which may be empty or left out. Edges: `a` and `b`, two ids. Columns may
/// stand in any order, and others are passed over.
public enum Level2GraphTables: Sendable {
    /// The graph in two files, or three with synapses.
    ///
    /// - Parameters:
    ///   - nodesPath: the table of nodes.
    ///   - edgesPath: the table of edges.
    ///   - synapsesPath: a ``SynapseTable``; without one the skeleton has no compartments.
    ///   - rootID: the neuron, which the tables do not name.
    ///   - somaPoint: the centre of the soma in nm, where one is known.
    public static func read(
        nodes nodesPath: String,
        edges edgesPath: String,
        synapses synapsesPath: String? = nil,
        rootID: RootID,
        somaPoint: Point3? = nil
    ) throws(SkeletonizationError) -> Level2Graph {
        let nodes = try nodes(InputFile.readUnzipped(nodesPath), path: nodesPath)
        let edges = try edges(InputFile.readUnzipped(edgesPath), path: edgesPath, between: nodes)
        let graph = try Level2Graph(rootID: rootID, nodes: nodes, edges: edges, somaPoint: somaPoint)
        guard let synapsesPath else { return graph }
        return graph.joined(with: try SynapseTable.read(synapsesPath))
    }

    static func nodes(_ bytes: [UInt8], path: String) throws(SkeletonizationError) -> [Level2Graph.Node] {
        var table = try CSVTable(bytes, path: path)
        try table.require("id")
        var nodes: [Level2Graph.Node] = []
        var first: [Int64: (place: Int, line: Int)] = [:]
        while try table.nextRow() {
            let node = Level2Graph.Node(
                id: try table.requiredID("id"),
                coordinate: try table.point(),
                sizeNM3: try table.number("size_nm3"),
                areaNM2: try table.number("area_nm2"),
                maxDT: try table.number("max_dt_nm"),
                meanDT: try table.number("mean_dt_nm")
            )
            if let known = first[node.id] {
                guard nodes[known.place] == node else {
                    throw table.fault(.duplicateNode(id: node.id, firstLine: known.line))
                }
            } else {
                first[node.id] = (nodes.count, table.line)
                nodes.append(node)
            }
        }
        guard !nodes.isEmpty else { throw .badFile(path: path, line: nil, fault: .noNodes) }
        return nodes
    }

    static func edges(
        _ bytes: [UInt8],
        path: String,
        between nodes: [Level2Graph.Node]
    ) throws(SkeletonizationError) -> [Level2Graph.Edge] {
        var table = try CSVTable(bytes, path: path)
        try table.require("a", "b")
        let places = Dictionary(uniqueKeysWithValues: nodes.enumerated().map { ($1.id, Int32($0)) })
        var edges: [Level2Graph.Edge] = []
        while try table.nextRow() {
            let (a, b) = (try table.requiredID("a"), try table.requiredID("b"))
            guard let from = places[a] else { throw table.fault(.unknownNode(id: a)) }
            guard let to = places[b] else { throw table.fault(.unknownNode(id: b)) }
            edges.append(Level2Graph.Edge(from, to))
        }
        return edges
    }
}
