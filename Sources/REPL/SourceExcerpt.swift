import Glibc
import LuaHost

/// The line of source that an error speaks of, with a mark under the name that it speaks of.
struct SourceExcerpt: Equatable {
    /// The line without what it is indented by.
    let text: String
    /// Where the name begins in it, and how long it is, in characters.
    let mark: Range<Int>?
    /// What comes before the name, for guessing what was meant.
    let before: String
    /// The name; nil when the error names none, or it is not clear where.
    let name: String?

    /// - Parameters:
    ///   - message: The error's, which may name a variable or field.
    ///   - line: The line of source.
    init(_ message: String, line: String) {
        text = String(line.drop { $0.isWhitespace })
        guard let name = Self.named(in: message), let place = Self.place(of: name, in: text) else {
            (mark, before, self.name) = (nil, "", nil)
            return
        }
        let start = String(decoding: Array(text.utf8)[..<place.lowerBound], as: UTF8.self)
        let marked = String(decoding: Array(text.utf8)[place], as: UTF8.self)
        mark = start.count..<(start.count + marked.count)
        before = start
        self.name = name.isVariable ? marked : nil
    }

    /// The line, and the mark below it.
    var lines: [String] {
        guard let mark else { return ["    " + text] }
        let blanks = text.prefix(mark.lowerBound).map { $0 == "\t" ? "\t" : " " }.joined()
        return ["    " + text, "    " + blanks + String(repeating: "^", count: max(1, mark.count))]
    }

    private struct Name {
        let text: String
        let isVariable: Bool
    }

    /// The name in `(global 'x')`, or the token in `near 'x'`.
    private static func named(in message: String) -> Name? {
        for kind in ["global", "local", "field", "method", "upvalue"] {
            if let text = quoted(in: message, after: "(\(kind) '", before: "')") {
                return Name(text: text, isVariable: kind != "local" && kind != "upvalue")
            }
        }
        return quoted(in: message, after: " near '", before: "'").map { Name(text: $0, isVariable: false) }
    }

    private static func quoted(in message: String, after opening: String, before closing: String) -> String? {
        guard let start = message.firstRange(of: opening) else { return nil }
        let rest = message[start.upperBound...]
        guard let end = rest.firstRange(of: closing) else { return nil }
        return String(rest[..<end.lowerBound])
    }

    /// Where the name stands, in bytes, if there is only one place.
    private static func place(of name: Name, in text: String) -> Range<Int>? {
        if !name.isVariable, let range = text.firstRange(of: name.text), !name.text.isEmpty {
            guard text[range.upperBound...].firstRange(of: name.text) == nil else { return nil }
            return text.utf8.distance(
                from: text.startIndex,
                to: range.lowerBound
            )..<text.utf8.distance(from: text.startIndex, to: range.upperBound)
        }
        let places = EntryTokens.all(text).filter { $0.token == .name(name.text) }
        return places.count == 1 ? places[0].range : nil
    }
}

extension SourceExcerpt {
    /// The text of one line of a file, if that can be read.
    static func line(_ number: Int, ofFile path: String) -> String? {
        guard let file = fopen(path, "re") else { return nil }
        defer { fclose(file) }
        var line: UnsafeMutablePointer<CChar>?
        var capacity = 0
        defer { free(line) }
        for current in 1...max(1, number) {
            let length = getline(&line, &capacity, file)
            guard length > 0, let line else { return nil }
            guard current == number else { continue }
            let bytes = UnsafeRawBufferPointer(start: line, count: length)
            return String(decoding: bytes, as: UTF8.self).trimmingEnd
        }
        return nil
    }
}

extension String {
    /// The text without its last line's end.
    fileprivate var trimmingEnd: String {
        var text = self
        while let last = text.last, last.isNewline { text.removeLast() }
        return text
    }
}
