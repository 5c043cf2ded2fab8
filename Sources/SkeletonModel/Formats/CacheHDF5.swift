/// The HDF5 file in which the service keeps a finished skeleton (there once more in gzip).
///
/// Data sets `vertices`, `edges`, `mesh_to_skel_map`, `lvl2_ids`, `root`, `meta` (JSON without `skeleton_version`) and
/// the group `vertex_properties` with JSON texts `radius` and `compartment`. Nothing is lost either way.
public enum CacheHDF5: Sendable {
    /// The file's bytes, not in gzip.
    public static func encode(_ arrays: SkeletonArrays) throws(SkeletonError) -> [UInt8] {
        try HDF5Writer.write { file in
            var meta = arrays.meta
            meta["skeleton_version"] = nil
            var isWritten =
                file.writeAttribute("file_version", 2)
                && file.write("vertices", numbers: arrays.vertices.flatMap { [$0.x, $0.y, $0.z] }, columns: 3)
                && file.write("edges", integers: arrays.edges.flatMap(\.pair), columns: 2, compressed: true)
                && file.write("mesh_to_skel_map", integers: arrays.meshToSkeletonMap.map(Int64.init), compressed: true)
                && file.write("meta", fixedText: JSONValue.object(meta).text())
                && file.writeGroup("vertex_properties")
                && file.write("vertex_properties/radius", variableText: pythonList(arrays.radius))
            if let compartment = arrays.compartment {
                let text = pythonList(compartment)
                isWritten = isWritten && file.write("vertex_properties/compartment", variableText: text)
            }
            if let root = arrays.root { isWritten = isWritten && file.write("root", integer: Int64(root)) }
            if let ids = arrays.level2IDs {
                isWritten = isWritten && file.write("lvl2_ids", integers: ids, compressed: false)
            }
            return isWritten
        }
    }

    /// The skeleton of such a file.
    ///
    /// Throws for damaged files, for tables larger than the file could hold, for data that lie in other files, and for
    /// indices out of range.
    public static func decode(_ bytes: [UInt8]) throws(SkeletonError) -> SkeletonArrays {
        let arrays = try contents(of: HDF5Reader(bytes))
        try arrays.check()
        return arrays
    }

    private static func contents(of file: HDF5Reader) throws(SkeletonError) -> SkeletonArrays {
        guard let vertices = try file.numbers("vertices", columns: 3) else {
            throw HDF5Reader.problem("it has no vertices")
        }
        guard let edges = try file.integers("edges", columns: 2) else { throw HDF5Reader.problem("it has no edges") }
        let meshMap = try file.integers("mesh_to_skel_map") ?? []
        let compartment = try property("compartment", file)?.int32s()
        return SkeletonArrays(
            vertices: stride(from: 0, to: vertices.count, by: 3).map {
                Point3(vertices[$0], vertices[$0 + 1], vertices[$0 + 2])
            },
            edges: try SkeletonArrays.edges(indices(edges, "edges")),
            root: try file.integer("root").map { Int(truncatingIfNeeded: $0) },
            radius: try list(property("radius", file)?.doubles(), "radius"),
            compartment: try list(compartment, "compartment"),
            meshToSkeletonMap: try indices(meshMap, "mesh_to_skel_map"),
            level2IDs: try file.integers("lvl2_ids"),
            meta: try meta(file)
        )
    }

    private static func indices(_ values: [Int64], _ name: String) throws(SkeletonError) -> [Int32] {
        guard values.allSatisfy({ Int32(exactly: $0) != nil }) else {
            throw HDF5Reader.problem("\(name) holds an index out of range")
        }
        return values.map { Int32(truncatingIfNeeded: $0) }
    }

    private static func meta(_ file: HDF5Reader) throws(SkeletonError) -> JSONObject {
        guard let text = try file.text("meta"), !text.isEmpty else { return [:] }
        do {
            guard case .object(let meta) = try JSONValue.parse(text) else {
                throw HDF5Reader.problem("meta is no JSON object")
            }
            return meta
        } catch let error as JSONError {
            throw HDF5Reader.problem("meta: \(error)")
        } catch {
            throw HDF5Reader.problem("meta is no JSON object")
        }
    }

    private static func property(
        _ name: String,
        _ file: HDF5Reader
    ) throws(SkeletonError) -> JSONDocument.Value? {
        guard let text = try file.text("vertex_properties/\(name)") else { return nil }
        do {
            let value = try JSONDocument(text).root
            return value.isNull ? nil : value
        } catch {
            throw HDF5Reader.problem("vertex_properties/\(name): \(error)")
        }
    }

    private static func list<Element>(
        _ result: Result<[Element], JSONDocument.Value.BadElement>?,
        _ name: String
    ) throws(SkeletonError) -> [Element]? {
        switch result {
        case nil: return nil
        case .success(let values): return values
        case .failure(let bad): throw HDF5Reader.problem("vertex_properties/\(name)[\(bad.index)] is not a number")
        }
    }

    // As Python's json.dumps writes lists, with a blank after each comma; null for no list.
    private static func pythonList(_ values: [Double]?) -> [UInt8] {
        guard let values else { return Array("null".utf8) }
        return pythonList(values) { $0.append(pythonNumber: $1) }
    }

    private static func pythonList(_ values: [Int32]) -> [UInt8] {
        pythonList(values) { $0.append(integer: Int64($1)) }
    }

    private static func pythonList<Value>(_ values: [Value], _ append: (inout ByteWriter, Value) -> Void) -> [UInt8] {
        var writer = ByteWriter(capacity: values.count * 20)
        writer.append("[")
        for (index, value) in values.enumerated() {
            if index > 0 { writer.append(", ") }
            append(&writer, value)
        }
        writer.append("]")
        return writer.bytes
    }
}

extension SkeletonArrays {
    /// Edges from indices in pairs.
    static func edges(_ indices: [Int32]) -> [Edge] {
        stride(from: 0, to: indices.count - 1, by: 2).map { Edge(child: indices[$0], parent: indices[$0 + 1]) }
    }
}

extension SkeletonArrays.Edge {
    fileprivate var pair: [Int64] { [Int64(child), Int64(parent)] }
}

extension SkeletonFormat {
    static let cacheHDF5 = SkeletonFormat(
        name: "h5",
        summary: "The HDF5 file in which the skeleton service keeps a skeleton, in nanometres.",
        extensions: ["h5", "hdf5"],
        recognises: { bytes in bytes.starts(with: [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A]) },
        read: { bytes throws(SkeletonError) in try Skeleton(CacheHDF5.decode(bytes)) },
        write: { skeleton throws(SkeletonError) in
            try CacheHDF5.encode(skeleton.arraysInNanometres(for: "the service's HDF5"))
        }
    )
}
