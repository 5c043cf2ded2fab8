/// The tokens of an entry as far as the prompt must know them: names, and everything else by its first byte.
///
/// Texts, long texts and comments are skipped, so a `local` inside one does not count.
struct EntryTokens: Sequence, IteratorProtocol {
    enum Token: Equatable {
        case name(String)
        case other(UInt8)
    }

    private let bytes: [UInt8]
    private var index = 0
    /// Where the last token stands.
    private(set) var range = 0..<0

    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    mutating func next() -> Token? {
        while index < bytes.count {
            let byte = bytes[index]
            if isSpace(byte) {
                index += 1
            } else if byte == UInt8(ascii: "-"), peek(1) == byte {
                skipComment()
            } else {
                let start = index
                let token = token(byte)
                range = start..<index
                return token
            }
        }
        return nil
    }

    /// All tokens with their places, in bytes.
    static func all(_ text: String) -> [(token: Token, range: Range<Int>)] {
        var tokens = EntryTokens(text)
        var found: [(token: Token, range: Range<Int>)] = []
        while let token = tokens.next() { found.append((token, tokens.range)) }
        return found
    }

    private mutating func token(_ byte: UInt8) -> Token {
        if isNameByte(byte) { return word(byte) }
        if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
            skipText(byte)
        } else if byte == UInt8(ascii: "["), let level = longBracketLevel() {
            skipLongText(level)
        } else {
            index += 1
        }
        return .other(byte)
    }

    /// A name, or a number, of which only the first byte counts.
    private mutating func word(_ first: UInt8) -> Token {
        let start = index
        while index < bytes.count, isNameByte(bytes[index]) { index += 1 }
        if (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) { return .other(first) }
        return .name(String(decoding: bytes[start..<index], as: UTF8.self))
    }

    private func peek(_ offset: Int) -> UInt8? {
        index + offset < bytes.count ? bytes[index + offset] : nil
    }

    private mutating func skipComment() {
        index += 2
        if peek(0) == UInt8(ascii: "["), let level = longBracketLevel() { return skipLongText(level) }
        while index < bytes.count, bytes[index] != UInt8(ascii: "\n") { index += 1 }
    }

    private mutating func skipText(_ quote: UInt8) {
        index += 1
        while index < bytes.count, bytes[index] != quote {
            index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        index = Swift.min(index + 1, bytes.count)
    }

    /// The number of `=` when a long bracket opens here.
    private func longBracketLevel() -> Int? {
        var level = 0
        while peek(1 + level) == UInt8(ascii: "=") { level += 1 }
        return peek(1 + level) == UInt8(ascii: "[") ? level : nil
    }

    private mutating func skipLongText(_ level: Int) {
        let closing = [UInt8(ascii: "]")] + [UInt8](repeating: UInt8(ascii: "="), count: level) + [UInt8(ascii: "]")]
        while index < bytes.count, !bytes[index...].starts(with: closing) { index += 1 }
        index = Swift.min(index + closing.count, bytes.count)
    }

    private func isSpace(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || (9...13).contains(byte)
    }

    private func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"): true
        default: false
        }
    }
}
