import SkeletonModel

/// Text line by line and word by word, without making strings of what is not looked at.
struct LineScanner {
    let bytes: [UInt8]
    /// The number of the current line, from 1.
    private(set) var line = 0
    /// Where the next line starts.
    private(set) var nextStart: Int
    private var position = 0
    private var end = 0

    init(_ bytes: [UInt8], from start: Int = 0) {
        self.bytes = bytes
        // A byte order mark, as some editors write it.
        nextStart = start == 0 && bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : start
    }

    /// Goes on to the next line; false at the end of the text.
    mutating func nextLine() -> Bool {
        guard nextStart < bytes.count else { return false }
        line += 1
        position = nextStart
        end = position
        while end < bytes.count, bytes[end] != UInt8(ascii: "\n") { end += 1 }
        nextStart = end + 1
        if end > position, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
        return true
    }

    /// The next word of the line between blanks, nil at its end.
    mutating func word() -> Range<Int>? {
        while position < end, Self.isBlank(bytes[position]) { position += 1 }
        guard position < end else { return nil }
        let start = position
        while position < end, !Self.isBlank(bytes[position]) { position += 1 }
        return start..<position
    }

    /// All words of the line.
    mutating func words() -> [String] {
        var words: [String] = []
        while let word = word() { words.append(text(word)) }
        return words
    }

    /// The line as it is, without its end.
    var wholeLine: Range<Int> { position..<end }

    /// A piece of the text; bytes that are no UTF-8 are replaced.
    func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    func isWord(_ range: Range<Int>, _ letter: Unicode.Scalar) -> Bool {
        range.count == 1 && bytes[range.lowerBound] == UInt8(ascii: letter)
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }
}

extension LineScanner {
    func number(_ word: Range<Int>) throws(MeshFault) -> Double {
        guard let number = Decimal.double(bytes, word) else { throw .badNumber(text(word)) }
        return number
    }

    /// The next number of the line.
    mutating func number(_ index: Int, of count: Int) throws(MeshFault) -> Double {
        guard let word = word() else { throw .missingNumbers(expected: count, found: index) }
        return try number(word)
    }

    func integer(_ word: Range<Int>) throws(MeshFault) -> Int64 {
        guard let integer = Decimal.integer(bytes, word) else { throw .badNumber(text(word)) }
        return integer
    }
}
