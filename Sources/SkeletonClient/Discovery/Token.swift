/// What proves to a server who asks, and is never printed.
struct Token: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible {
    let value: String

    /// A token, or nil for what cannot travel in a header.
    init?(_ text: String) {
        let text = text.trimmingBlanks
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { return nil }
        value = text
    }

    var description: String { "(token)" }
    var debugDescription: String { "(token)" }

    /// A server's words, in which the token may be repeated.
    func redacted(_ text: String) -> String {
        value.utf8.count < 6 ? text : text.replacing(value, with: "(token)")
    }
}

extension String {
    var trimmingBlanks: String {
        var rest = self[...]
        while let last = rest.last, last.isWhitespace { rest.removeLast() }
        return String(rest.drop { $0.isWhitespace })
    }
}
