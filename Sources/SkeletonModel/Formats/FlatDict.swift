/// The JSON object that the service sends as `flatdict`, in nanometres.
public enum FlatDict: Sendable {
    /// The JSON text, not in gzip, of a skeleton version (1…4; 0 stands for 2 and −1 for 4).
    ///
    /// Keys in the service's order and no blank anywhere: the service deletes them within texts too. Version 2 has
    /// compartments as floats; only version 4 has `lvl2_ids`.
    public static func encode(_ arrays: SkeletonArrays, version: Int) -> [UInt8] {
        let version = version == 0 ? 2 : version == -1 ? 4 : version
        let size = arrays.vertices.count * 100 + arrays.meshToSkeletonMap.count * 28 + 2000
        var writer = ByteWriter(capacity: size)
        writer.append("{\"meta\":")
        writer.append(meta(arrays, version))
        writer.append(",\"edges\":")
        writer.append(list: arrays.edges) { $0.append(edge: $1) }
        writer.append(",\"mesh_to_skel_map\":")
        writer.append(list: arrays.meshToSkeletonMap) { $0.append(integer: Int64($1)) }
        writer.append(",\"root\":")
        if let root = arrays.root { writer.append(integer: Int64(root)) } else { writer.append("null") }
        writer.append(",\"vertices\":")
        writer.append(list: arrays.vertices) { $0.append(point: $1) }
        if let compartment = arrays.compartment {
            writer.append(",\"compartment\":")
            writer.append(list: compartment) { writer, value in
                writer.append(integer: Int64(value))
                if version == 2 { writer.append(".0") }
            }
        }
        writer.append(",\"radius\":")
        if let radius = arrays.radius {
            writer.append(list: radius) { $0.append(pythonNumber: $1) }
        } else {
            writer.append("null")
        }
        if version == 4, let ids = arrays.level2IDs {
            writer.append(",\"lvl2_ids\":")
            writer.append(list: ids) { $0.append(integer: $1) }
        }
        writer.append("}")
        return writer.bytes
    }

    private static func meta(_ arrays: SkeletonArrays, _ version: Int) -> [UInt8] {
        var meta = arrays.meta
        meta["skeleton_version"] = .integer(Int64(version))
        return JSONValue.object(meta).text().filter { $0 != UInt8(ascii: " ") }
    }

    /// The skeleton of such a text; also of the service's `json` and `arrays` forms, whose radius and compartment lie
    /// in `vertex_properties`.
    ///
    /// Throws for what is not JSON, for missing vertices or edges, for elements of another form and for indices out of
    /// range. The text may be in gzip.
    public static func decode(_ bytes: [UInt8]) throws(SkeletonError) -> SkeletonArrays {
        if Gzip.isGzip(bytes) { return try decode(Gzip.decompress(bytes)) }
        let arrays = if let plain = plainArrays(bytes) { plain } else { try anyArrays(bytes) }
        try arrays.check()
        return arrays
    }

    /// The arrays of any text, by way of a tree.
    static func anyArrays(_ bytes: [UInt8]) throws(SkeletonError) -> SkeletonArrays {
        let root: JSONDocument.Value
        do { root = try JSONDocument(bytes).root } catch { throw .json(error) }
        return try FlatDictReader(root: root).arrays()
    }
}

/// Takes a skeleton out of a JSON object.
private struct FlatDictReader {
    let root: JSONDocument.Value

    func arrays() throws(SkeletonError) -> SkeletonArrays {
        guard root.isObject else { throw problem(root.isNull ? "the text is null" : "the text is not an object") }
        guard let vertices = try list("vertices", { $0.doubleRows(of: 3) }) else { throw problem("it has no vertices") }
        guard let edges = try list("edges", { $0.int32Rows(of: 2) }) else { throw problem("it has no edges") }
        return SkeletonArrays(
            vertices: stride(from: 0, to: vertices.count, by: 3).map {
                Point3(vertices[$0], vertices[$0 + 1], vertices[$0 + 2])
            },
            edges: SkeletonArrays.edges(edges),
            root: try integer("root").map { Int($0) },
            radius: try list("radius", { $0.doubles() }),
            compartment: try list("compartment", { $0.int32s() }),
            meshToSkeletonMap: try list("mesh_to_skel_map", { $0.int32s() }) ?? [],
            level2IDs: try list("lvl2_ids", { $0.int64s() }),
            meta: try meta()
        )
    }

    private func member(_ key: String) -> JSONDocument.Value? {
        root[key] ?? root["vertex_properties"]?[key]
    }

    private func list<Element>(
        _ key: String,
        _ read: (JSONDocument.Value) -> Result<[Element], JSONDocument.Value.BadElement>
    ) throws(SkeletonError) -> [Element]? {
        guard let value = member(key) else { return nil }
        switch read(value) {
        case .success(let elements): return elements
        case .failure(let bad) where value.isArray: throw problem("\(key)[\(bad.index)] is not what it should be")
        case .failure: throw problem("\(key) is not a list")
        }
    }

    private func integer(_ key: String) throws(SkeletonError) -> Int64? {
        guard let value = member(key) else { return nil }
        guard let integer = value.integer else { throw problem("\(key) is not an integer") }
        return integer
    }

    private func meta() throws(SkeletonError) -> JSONObject {
        guard let value = root["meta"] else { return [:] }
        guard case .object(let meta) = value.tree() else { throw problem("meta is not an object") }
        return meta
    }

    private func problem(_ text: String) -> SkeletonError { .badFormat("JSON", problem: text) }
}

extension ByteWriter {
    fileprivate mutating func append<Element>(list: [Element], _ append: (inout ByteWriter, Element) -> Void) {
        self.append("[")
        for (index, element) in list.enumerated() {
            if index > 0 { self.append(byte: UInt8(ascii: ",")) }
            append(&self, element)
        }
        self.append("]")
    }

    fileprivate mutating func append(edge: SkeletonArrays.Edge) {
        append(byte: UInt8(ascii: "["))
        append(integer: Int64(edge.child))
        append(byte: UInt8(ascii: ","))
        append(integer: Int64(edge.parent))
        append(byte: UInt8(ascii: "]"))
    }

    fileprivate mutating func append(point: Point3) {
        append(byte: UInt8(ascii: "["))
        append(pythonNumber: point.x)
        append(byte: UInt8(ascii: ","))
        append(pythonNumber: point.y)
        append(byte: UInt8(ascii: ","))
        append(pythonNumber: point.z)
        append(byte: UInt8(ascii: "]"))
    }
}

extension SkeletonFormat {
    static let flatDict = SkeletonFormat(
        name: "flatdict",
        summary: "The skeleton service's JSON (flatdict, json or arrays), in nanometres.",
        extensions: ["json"],
        recognises: { bytes in bytes.first { !" \t\r\n".utf8.contains($0) } == UInt8(ascii: "{") },
        read: { bytes throws(SkeletonError) in try Skeleton(FlatDict.decode(bytes)) },
        write: { skeleton throws(SkeletonError) in
            let arrays = try skeleton.arraysInNanometres(for: "the service's JSON")
            let version = arrays.meta["skeleton_version"]?.integerValue ?? 4
            return FlatDict.encode(arrays, version: (1...4).contains(version) ? Int(version) : 4)
        }
    )
}
