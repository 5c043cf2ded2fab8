import SkeletonModel

/// Rows of comma-separated values, as RFC 4180 has them but for the line feed.
enum CSVLine: Sendable {
    /// A line of names.
    static func row(_ names: [String]) -> String { row(names.map(JSONValue.string)) }

    /// A line of values; null is an empty field.
    static func row(_ values: [JSONValue]) -> String {
        values.map(field).joined(separator: ",") + "\n"
    }

    private static func field(_ value: JSONValue) -> String {
        switch value {
        case .null: ""
        case .string(let text): text.contains { ",\"\n\r".contains($0) } ? quoted(text) : text
        default: String(decoding: value.text(), as: UTF8.self)
        }
    }

    private static func quoted(_ text: String) -> String { "\"" + text.replacing("\"", with: "\"\"") + "\"" }
}
