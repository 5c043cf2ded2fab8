import SkeletonModel

/// The synapses of one neuron from a table.
///
/// Comma-separated text with a line of column names: `side` (`pre` for outputs, `post` for inputs) and `level2_id` in
/// every row; `id`, `x`, `y`, `z` (nm), `size` and `partner` may be empty or left out. A partner of 0 is none.
public struct SynapseTable: Sendable, Equatable {
    /// The neuron's outputs.
    public var pre: [Level2Graph.Synapse] = []
    /// The neuron's inputs.
    public var post: [Level2Graph.Synapse] = []

    /// A table with nothing in it: there was one, but it had no rows for the neuron.
    public init() {}

    /// The table in a file.
    public static func read(_ path: String) throws(SkeletonizationError) -> SynapseTable {
        try SynapseTable(InputFile.readUnzipped(path), path: path)
    }

    /// The table in a text; `path` is the name that errors give, with the line.
    public init(_ bytes: [UInt8], path: String) throws(SkeletonizationError) {
        var table = try CSVTable(bytes, path: path)
        try table.require("side", "level2_id")
        while try table.nextRow() {
            let synapse = Level2Graph.Synapse(
                level2ID: try table.requiredID("level2_id"),
                id: try table.id("id"),
                position: try table.point(),
                size: try table.number("size"),
                partner: try table.id("partner", allowsZero: true).flatMap { RootID($0) }
            )
            switch table.text("side") {
            case "pre": pre.append(synapse)
            case "post": post.append(synapse)
            case let side:
                let found = side.map { "'\($0)'" } ?? "nothing"
                throw table.fault(.badField(field: "side", expected: "'pre' or 'post'", found: found))
            }
        }
    }
}

extension Level2Graph {
    /// The graph with the synapses of a table in place of its own, and with a synapse table even when that is empty.
    ///
    /// - Parameters:
    ///   - table: the synapses.
    ///   - onlyOnNodes: leaves out synapses on level-2 ids that are no nodes of the graph, for tables that hold the
    ///     synapses of several neurons.
    public func joined(with table: SynapseTable, onlyOnNodes: Bool = false) -> Level2Graph {
        var graph = self
        let ids = onlyOnNodes ? Set(nodes.map(\.id)) : []
        let belongs = { (synapse: Synapse) in !onlyOnNodes || ids.contains(synapse.level2ID) }
        graph.preSynapses = table.pre.filter(belongs)
        graph.postSynapses = table.post.filter(belongs)
        graph.hasSynapseTable = true
        return graph
    }
}
