/// Measures of several skeletons, one row each.
public struct MeasureTable: Sendable {
    /// The measures, one column each.
    public let measures: [Measure]
    private var rows: [Row] = []

    private struct Row {
        var name: String
        var unit: LengthUnit
        var values: [Double?]
    }

    /// A table without rows.
    public init(_ measures: [Measure] = Measure.all) {
        self.measures = measures
    }

    /// Measures a skeleton, under a name such as that of its file.
    public mutating func append(_ skeleton: Skeleton, name: String) {
        append(measures.map { $0.function(skeleton) }, unit: skeleton.unit, name: name)
    }

    /// Adds what was measured elsewhere, a value for each measure.
    public mutating func append(_ values: [Double?], unit: LengthUnit, name: String) {
        precondition(values.count == measures.count, "a row needs one value for each measure")
        rows.append(Row(name: name, unit: unit, values: values))
    }

    /// Comma-separated text (RFC 4180) under a row of names; what is not defined stays empty.
    public var csv: [UInt8] {
        var text = CSVText()
        text.append(row: ["name", "unit"] + measures.map(\.name))
        for row in rows {
            text.append(row: [row.name, row.unit.description] + row.values.map { $0.map(Self.text) ?? "" })
        }
        return text.bytes
    }

    /// One JSON object on each line; what is not defined is null.
    public var jsonLines: [UInt8] {
        var bytes: [UInt8] = []
        for row in rows {
            var object: JSONObject = ["name": .string(row.name), "unit": .string(row.unit.description)]
            for (measure, value) in zip(measures, row.values) { object[measure.name] = Self.json(value) }
            bytes += JSONValue.object(object).text() + [0x0A]
        }
        return bytes
    }

    private static func text(_ value: Double) -> String { value.isFinite ? Decimal.shortest(value) : "" }

    // Counts are written as integers, as they are in CSV.
    private static func json(_ value: Double?) -> JSONValue {
        guard let value, value.isFinite else { return .null }
        return Int64(exactly: value).map(JSONValue.integer) ?? .number(value)
    }
}
