/// Nodes as JSON lines: one object with `id`, `type`, `x`, `y`, `z`, `radius` and `parent` on each.
///
/// `type`, `radius` and `parent` may be missing or null: 0, 0 and a root. Lost on the way: the unit, the header, the
/// metadata, the level-2 map.
public enum NodeLines: Sendable {
    /// The lines of a skeleton; the parent of a root is null.
    ///
    /// Coordinates keep a point (`-0.0`), as JSON readers take numbers without one for integers.
    public static func text(_ skeleton: Skeleton) throws(SkeletonError) -> [UInt8] {
        if let node = skeleton.firstNodeNotFinite { throw .notFinite(position: node) }
        var writer = ByteWriter(capacity: skeleton.nodeCount * 110)
        for node in 0..<skeleton.nodeCount {
            writer.append("{\"id\":")
            writer.append(integer: skeleton.id(of: node))
            writer.append(",\"type\":")
            writer.append(integer: Int64(skeleton.types[node]))
            writer.append(",\"x\":")
            writer.append(pythonNumber: skeleton.x[node])
            writer.append(",\"y\":")
            writer.append(pythonNumber: skeleton.y[node])
            writer.append(",\"z\":")
            writer.append(pythonNumber: skeleton.z[node])
            writer.append(",\"radius\":")
            writer.append(pythonNumber: skeleton.radius[node])
            writer.append(",\"parent\":")
            let parent = skeleton.parents[node]
            if parent < 0 { writer.append("null") } else { writer.append(integer: skeleton.id(of: Int(parent))) }
            writer.append("}\n")
        }
        return writer.bytes
    }

    /// The skeleton of such lines, in an unknown unit.
    public static func parse(_ bytes: [UInt8]) throws(SkeletonError) -> Skeleton {
        let lines = JSONLines(bytes)
        var table = NodeTable(format: "JSON lines")
        while try next(lines) {
            let row = Row(lines: lines)
            try table.append(
                id: row.integer("id"),
                type: row.integer("type", otherwise: 0),
                Point3(row.number("x"), row.number("y"), row.number("z")),
                radius: row.number("radius", otherwise: 0),
                parent: row.integer("parent", otherwise: -1),
                line: lines.line
            )
        }
        return try table.skeleton()
    }

    private static func next(_ lines: JSONLines) throws(SkeletonError) -> Bool {
        do { return try lines.next() } catch {
            throw .badFormat("JSON lines", problem: "line \(lines.line): \(error)")
        }
    }

    /// Whether the first line is a whole object that names the places of a node.
    static func recognises(_ bytes: [UInt8]) -> Bool {
        // The one line of a large text is not a node's: it is not read to its end.
        let first = bytes.prefix(4096).prefix { $0 != 0x0A }
        guard first.count < 4096, let node = try? JSONValue.parse(Array(first)).objectValue else { return false }
        return ["id", "x", "y", "z"].allSatisfy { node[$0] != nil }
    }

    private struct Row {
        let lines: JSONLines

        func integer(_ name: StaticString, otherwise: Int64? = nil) throws(SkeletonError) -> Int64 {
            switch lines[name] {
            case .integer(let value): return value
            case nil where otherwise != nil: return otherwise ?? 0
            default: throw problem(name, "an integer")
            }
        }

        func number(_ name: StaticString, otherwise: Double? = nil) throws(SkeletonError) -> Double {
            switch lines[name] {
            case .integer(let value): return Double(value)
            case .number(let value): return value
            case nil where otherwise != nil: return otherwise ?? 0
            default: throw problem(name, "a number")
            }
        }

        private func problem(_ name: StaticString, _ wanted: String) -> SkeletonError {
            .badFormat("JSON lines", problem: "line \(lines.line): \(name) is not \(wanted)")
        }
    }
}

extension SkeletonFormat {
    static let nodeLines = SkeletonFormat(
        name: "jsonl",
        summary: "Nodes as JSON lines, one object each, in the skeleton's own unit, which they do not say.",
        extensions: ["jsonl", "ndjson"],
        recognises: { bytes in NodeLines.recognises(bytes) },
        read: { bytes throws(SkeletonError) in try NodeLines.parse(bytes) },
        write: { skeleton throws(SkeletonError) in try NodeLines.text(skeleton) }
    )
}
