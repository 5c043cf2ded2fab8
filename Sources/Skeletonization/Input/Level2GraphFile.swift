import SkeletonModel

/// The open text format of level-2 graphs, `.l2.jsonl`: one JSON object per line, optionally gzipped.
///
/// ```
/// {"t":"header","format":"l2graph","version":1,"root_id":864691128455135233,"soma_pt":[0.0,0.0,0.0]}
/// {"t":"n","id":144117251203661825,"p":[-19364.0,-14572.0,11870.0],"v":62831853}
/// {"t":"n","id":144187619947839489,"p":[-18459.0,-11548.0,14252.0],"v":66563585}
/// {"t":"e","a":144117251203661825,"b":144187619947839489}
/// {"t":"s","side":"pre","l2":144117251203661825}
/// ```
///
/// A header starts each neuron; nodes (`n`), edges (`e`) and synapses (`s`) follow in any order. Lengths are nanometres,
/// ids are integers or their digits as text.
public enum Level2GraphFile: Sendable {
    /// All neurons of a file, in its order.
    ///
    /// - Parameters:
    ///   - bytes: the content, gzipped or not.
    ///   - path: the name that errors give; the file is not opened.
    public static func read(_ bytes: [UInt8], path: String) throws(SkeletonizationError) -> [Level2Graph] {
        var reader = Level2GraphReader(path: path)
        guard Gzip.isGzip(bytes) else { return try reader.read(bytes) }
        let content: [UInt8]
        do {
            content = try Gzip.decompress(bytes)
        } catch {
            throw .badFile(path: path, line: nil, fault: .notGzip(error.description))
        }
        return try reader.read(content)
    }

    /// A neuron as text, not compressed; reading it gives an equal graph.
    public static func text(_ graph: Level2Graph) -> [UInt8] {
        var bytes: [UInt8] = []
        func append(_ record: JSONObject) {
            bytes += JSONValue.object(record).text()
            bytes.append(UInt8(ascii: "\n"))
        }
        append(header(of: graph))
        for node in graph.nodes { append(record(of: node)) }
        for edge in graph.edges {
            let (a, b) = (graph.nodes[Int(edge.a)].id, graph.nodes[Int(edge.b)].id)
            append(["t": .string("e"), "a": .integer(a), "b": .integer(b)])
        }
        for synapse in graph.preSynapses { append(record(of: synapse, side: .pre)) }
        for synapse in graph.postSynapses { append(record(of: synapse, side: .post)) }
        return bytes
    }

    /// Which side of a synapse the neuron is on.
    enum Side: String {
        case pre
        case post
    }

    private static func header(of graph: Level2Graph) -> JSONObject {
        var header: JSONObject = [
            "t": .string("header"), "format": .string("l2graph"), "version": .integer(1), "unit": .string("nm"),
            "root_id": .integer(graph.rootID.value),
        ]
        header["chunk_nm"] = graph.chunkGrid.sides.map(point)
        header["spatial_bits"] = graph.chunkGrid.spatialBits.map { .integer(Int64($0)) }
        header["origin_nm"] = graph.chunkGrid.origin.map(point)
        header["soma_pt"] = graph.somaPoint.map(point)
        header["timestamp"] = graph.timestamp.map(JSONValue.string)
        header["synapse_table"] = .boolean(graph.hasSynapseTable)
        header["superseded_by"] = graph.supersededBy.map { .integer($0.value) }
        return header
    }

    private static func record(of node: Level2Graph.Node) -> JSONObject {
        var record: JSONObject = ["t": .string("n"), "id": .integer(node.id)]
        record["p"] = node.coordinate.map(point)
        record["v"] = node.sizeNM3.map(JSONValue.shortest)
        record["a"] = node.areaNM2.map(JSONValue.shortest)
        record["max_dt"] = node.maxDT.map(JSONValue.shortest)
        record["mean_dt"] = node.meanDT.map(JSONValue.number)
        return record
    }

    private static func record(of synapse: Level2Graph.Synapse, side: Side) -> JSONObject {
        var record: JSONObject = ["t": .string("s"), "side": .string(side.rawValue)]
        record["id"] = synapse.id.map(JSONValue.integer)
        record["l2"] = .integer(synapse.level2ID)
        record["p"] = synapse.position.map(point)
        record["size"] = synapse.size.map(JSONValue.shortest)
        record["partner"] = synapse.partner.map { .integer($0.value) }
        return record
    }

    private static func point(_ point: Point3) -> JSONValue {
        .array([.number(point.x), .number(point.y), .number(point.z)])
    }
}
