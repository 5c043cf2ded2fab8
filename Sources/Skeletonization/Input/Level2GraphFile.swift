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
        let content: [UInt8]
        do {
            content = Gzip.isGzip(bytes) ? try Gzip.decompress(bytes) : bytes
        } catch {
            throw .badFile(path: path, line: nil, fault: .notGzip(error.description))
        }
        var reader = Level2GraphReader(content, path: path)
        return try reader.read()
    }

    /// A neuron as text, not compressed; reading it gives an equal graph.
    public static func text(_ graph: Level2Graph) -> [UInt8] {
        let lineCount = graph.nodes.count + graph.edges.count + graph.preSynapses.count + graph.postSynapses.count
        var writer = ByteWriter(capacity: 64 * lineCount + 512)
        writer.append(header(of: graph))
        writer.append("\n")
        for node in graph.nodes { writer.append(node) }
        for edge in graph.edges {
            writer.append("{\"t\":\"e\",\"a\":")
            writer.append(integer: graph.nodes[Int(edge.a)].id)
            writer.append(",\"b\":")
            writer.append(integer: graph.nodes[Int(edge.b)].id)
            writer.append("}\n")
        }
        for synapse in graph.preSynapses { writer.append(synapse, side: .pre) }
        for synapse in graph.postSynapses { writer.append(synapse, side: .post) }
        return writer.bytes
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

    private static func point(_ point: Point3) -> JSONValue {
        .array([.number(point.x), .number(point.y), .number(point.z)])
    }
}

extension ByteWriter {
    fileprivate mutating func append(_ node: Level2Graph.Node) {
        append("{\"t\":\"n\",\"id\":")
        append(integer: node.id)
        if let coordinate = node.coordinate { append(coordinate) }
        append(",\"v\":", node.sizeNM3)
        append(",\"a\":", node.areaNM2)
        append(",\"max_dt\":", node.maxDT)
        if let mean = node.meanDT {
            append(",\"mean_dt\":")
            append(pythonNumber: mean)
        }
        append("}\n")
    }

    fileprivate mutating func append(_ synapse: Level2Graph.Synapse, side: Level2GraphFile.Side) {
        append("{\"t\":\"s\",\"side\":\"")
        append(text: side.rawValue)
        append("\"")
        if let id = synapse.id {
            append(",\"id\":")
            append(integer: id)
        }
        append(",\"l2\":")
        append(integer: synapse.level2ID)
        if let position = synapse.position { append(position) }
        append(",\"size\":", synapse.size)
        if let partner = synapse.partner {
            append(",\"partner\":")
            append(integer: partner.value)
        }
        append("}\n")
    }

    private mutating func append(_ point: Point3) {
        append(",\"p\":[")
        append(pythonNumber: point.x)
        append(",")
        append(pythonNumber: point.y)
        append(",")
        append(pythonNumber: point.z)
        append("]")
    }

    private mutating func append(_ name: StaticString, _ value: Double?) {
        guard let value else { return }
        append(name)
        append(.shortest(value))
    }
}
