/// The form of an address: fixed words and typed parts, such as `skeletoncache/api/v1/{datastack}/skeleton/{id}`.
struct PathPattern: Sendable {
    /// What stands in braces.
    enum Parameter: String, Sendable, CaseIterable {
        case datastack
        case version
        case id
        case ids
        case prefixes
        case limit
        case format
        case flag
        case table
        case bucket
        case object

        /// Whether a text can stand there; where it cannot, the address is another one.
        func accepts(_ text: String) -> Bool {
            switch self {
            case .version: Self.isNumber(text.utf8.first == UInt8(ascii: "-") ? text.utf8.dropFirst() : text.utf8[...])
            case .id, .limit: Self.isNumber(text.utf8[...])
            default: !text.isEmpty
            }
        }

        private static func isNumber(_ digits: Substring.UTF8View) -> Bool {
            !digits.isEmpty && digits.allSatisfy { (0x30...0x39).contains($0) }
        }
    }

    private enum Part: Sendable {
        case word(String)
        case parameter(Parameter)
    }

    /// As it was written.
    let text: String
    private let parts: [Part]

    init(_ text: String) {
        self.text = text
        parts = text.split(separator: "/").map { word in
            guard word.hasPrefix("{"), word.hasSuffix("}") else { return .word(String(word)) }
            guard let parameter = Parameter(rawValue: String(word.dropFirst().dropLast())) else {
                preconditionFailure("a route names the unknown parameter \(word)")
            }
            return .parameter(parameter)
        }
    }

    /// The parameters of a path, nil where it is of another form.
    func match(_ path: [String]) -> [Parameter: String]? {
        guard path.count == parts.count else { return nil }
        for (part, text) in zip(parts, path) {
            switch part {
            case .word(let word): if word != text { return nil }
            case .parameter(let parameter): if !parameter.accepts(text) { return nil }
            }
        }
        var values: [Parameter: String] = [:]
        for case (.parameter(let parameter), let text) in zip(parts, path) { values[parameter] = text }
        return values
    }
}
