/// Nodes as comma-separated text (RFC 4180), one row each under the names of the columns.
///
/// Read by name in any order: `id`, `x`, `y`, `z` and `parent` must be there, `type` and `radius` may; an empty parent
/// or one below 0 makes a root. Lost on the way: the unit, the header, the metadata, the level-2 map.
public enum CSV: Sendable {
    /// The rows of a skeleton, numbers in their shortest form.
    public static func text(_ skeleton: Skeleton) throws(SkeletonError) -> [UInt8] {
        if let node = skeleton.firstNodeNotFinite { throw .notFinite(position: node) }
        var writer = ByteWriter(capacity: skeleton.nodeCount * 60 + 100)
        writer.append("id,type,x,y,z,radius,parent\r\n")
        for node in 0..<skeleton.nodeCount {
            writer.append(integer: skeleton.id(of: node))
            writer.append(",")
            writer.append(integer: Int64(skeleton.types[node]))
            for value in [skeleton.x[node], skeleton.y[node], skeleton.z[node], skeleton.radius[node]] {
                writer.append(",")
                writer.append(shortest: value)
            }
            writer.append(",")
            let parent = skeleton.parents[node]
            writer.append(integer: parent < 0 ? -1 : skeleton.id(of: Int(parent)))
            writer.append("\r\n")
        }
        return writer.bytes
    }

    /// The skeleton of such text, in an unknown unit.
    public static func parse(_ bytes: [UInt8]) throws(SkeletonError) -> Skeleton {
        var reader = CSVReader(bytes)
        let header = try reader.next() ?? []
        let columns = try Columns(header)
        var table = NodeTable(format: "CSV")
        while let fields = try reader.next() {
            if fields.count == 1, fields[0].isEmpty { continue }
            guard fields.count == header.count else {
                throw table.problem(reader.line, "\(fields.count) fields under \(header.count) names")
            }
            let row = Row(fields: fields, columns: columns, line: reader.line)
            try table.append(
                id: row.integer("id"),
                type: row.integer("type", otherwise: 0),
                Point3(row.number("x"), row.number("y"), row.number("z")),
                radius: row.number("radius", otherwise: 0),
                parent: row.integer("parent", otherwise: -1),
                line: reader.line
            )
        }
        return try table.skeleton()
    }

    /// Whether the first line names the columns that nodes have.
    static func recognises(_ bytes: [UInt8]) -> Bool {
        var reader = CSVReader(Array(bytes.prefix(4096)))
        guard let header = try? reader.next() else { return false }
        return (try? Columns(header)) != nil
    }

    /// Where the columns are.
    private struct Columns {
        private(set) var places: [String: Int] = [:]

        init(_ header: [[UInt8]]) throws(SkeletonError) {
            for (place, field) in header.enumerated() {
                let name = String(decoding: field, as: UTF8.self)
                guard places.updateValue(place, forKey: name) == nil else {
                    throw .badFormat("CSV", problem: "the column '\(name)' comes twice")
                }
            }
            if let missing = ["id", "x", "y", "z", "parent"].first(where: { places[$0] == nil }) {
                throw .badFormat("CSV", problem: "there is no column '\(missing)'")
            }
        }
    }

    private struct Row {
        let fields: [[UInt8]]
        let columns: Columns
        let line: Int

        func integer(_ name: String, otherwise: Int64? = nil) throws(SkeletonError) -> Int64 {
            guard let field = field(name), !field.isEmpty || otherwise == nil else { return otherwise ?? 0 }
            if let value = Decimal.integer(field, field.indices) { return value }
            throw problem("\(name) is not an integer", field)
        }

        func number(_ name: String, otherwise: Double? = nil) throws(SkeletonError) -> Double {
            guard let field = field(name), !field.isEmpty || otherwise == nil else { return otherwise ?? 0 }
            if let value = Decimal.double(field, field.indices) { return value }
            throw problem("\(name) is not a number", field)
        }

        private func field(_ name: String) -> [UInt8]? { columns.places[name].map { fields[$0] } }

        private func problem(_ text: String, _ field: [UInt8]) -> SkeletonError {
            let found = String(decoding: field.prefix(60), as: UTF8.self)
            return .badFormat("CSV", problem: "line \(line): \(text): '\(found)'")
        }
    }
}

extension SkeletonFormat {
    static let csv = SkeletonFormat(
        name: "csv",
        summary:
            "Nodes as comma-separated text with a row of names, in the skeleton's own unit, which it does not say.",
        extensions: ["csv"],
        recognises: { bytes in CSV.recognises(bytes) },
        read: { bytes throws(SkeletonError) in try CSV.parse(bytes) },
        write: { skeleton throws(SkeletonError) in try CSV.text(skeleton) }
    )
}
