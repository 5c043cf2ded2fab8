import SkeletonModel

/// One line of a command's results: columns between tabs, or a JSON object.
struct Row: Sendable {
    private let fields: JSONObject

    init(_ fields: JSONObject) {
        self.fields = fields
    }

    /// The object.
    var json: String { Self.text(.object(fields)) }

    /// Prints the line.
    func write(asJSON: Bool) {
        let text =
            asJSON ? Self.text(.object(fields)) : fields.members.map { Self.cell($0.value) }.joined(separator: "\t")
        Console.write(text + "\n")
    }

    /// A number in its shortest form.
    static func number(_ value: Double) -> String {
        Int64(exactly: value).map { "\($0)" } ?? text(.number(value))
    }

    private static func cell(_ value: JSONValue) -> String {
        switch value {
        case .null: "-"
        case .string(let text): text
        default: text(value)
        }
    }

    private static func text(_ value: JSONValue) -> String { String(decoding: value.text(), as: UTF8.self) }
}
