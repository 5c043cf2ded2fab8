import SkeletonAPI
import SkeletonModel

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The object of a bulk answer: for each id the skeleton in hexadecimal digits, or a word.
///
/// The answer is nearly all digits, so nothing is made of them but the bytes they stand for: the one pass over the text
/// that JSON needs here is a search for quotes.
struct BulkAnswer {
    /// What stands for one id.
    enum Value {
        /// The bytes that hexadecimal digits stand for.
        case bytes([UInt8])
        /// A word such as `async`.
        case word(String)
    }

    private enum Place {
        /// A text at this place of the answer.
        case range(Range<Int>)
        case value(JSONValue)
    }

    private var entries: [(id: RootID, place: Place)] = []
    private let bytes: [UInt8]

    /// Reads a whole answer.
    init(_ bytes: [UInt8]) throws(BadAnswer) {
        self.bytes = bytes
        if try readPlainObject() { return }
        entries = []
        let value: JSONValue
        do throws(JSONError) { value = try JSONValue.parse(bytes) } catch {
            throw BadAnswer("it is not JSON: \(error.description)")
        }
        guard let object = value.objectValue else { throw BadAnswer("it is not an object") }
        for member in object.members {
            let id = try Self.id(member.key)
            entries.append((id, .value(member.value)))
        }
    }

    /// The length of the text in bytes.
    var size: Int { bytes.count }

    /// The ids that are answered, in order.
    var ids: [RootID] { entries.map(\.id) }

    /// What stands for the id at a place of `ids`.
    func value(_ index: Int) -> Value {
        switch entries[index].place {
        case .range(let range):
            if let content = Hex.decode(bytes, range) { return .bytes(content) }
            return .word(String(decoding: bytes[range], as: UTF8.self))
        case .value(.string(let text)):
            let digits = Array(text.utf8)
            return Hex.decode(digits, digits.indices).map(Value.bytes) ?? .word(text)
        case .value(let value): return .word(String(decoding: value.text().prefix(100), as: UTF8.self))
        }
    }

    private static func id(_ key: some StringProtocol) throws(BadAnswer) -> RootID {
        guard let id = RootID(key) else { throw BadAnswer("'\(key.prefix(30))' is no root id") }
        return id
    }

    /// Reads `{"ID": "TEXT", …}` without escapes; false for any other JSON, which is left to the real parser.
    private mutating func readPlainObject() throws(BadAnswer) -> Bool {
        var scanner = PlainScanner(bytes)
        guard scanner.take("{") else { return false }
        if scanner.take("}") { return scanner.isAtEnd }
        while true {
            guard let key = scanner.takeText(), scanner.take(":"), let text = scanner.takeText() else { return false }
            let id = try Self.id(String(decoding: bytes[key], as: UTF8.self))
            entries.append((id, .range(text)))
            if scanner.take("}") { return scanner.isAtEnd }
            guard scanner.take(",") else { return false }
        }
    }
}

/// The little of JSON that bulk answers consist of.
private struct PlainScanner {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool {
        mutating get {
            skipBlanks()
            return position == bytes.count
        }
    }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        skipBlanks()
        guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    /// The inside of a text without escapes and control characters.
    mutating func takeText() -> Range<Int>? {
        guard take("\"") else { return nil }
        let start = position
        guard let end = place(of: UInt8(ascii: "\""), in: start..<bytes.count) else { return nil }
        position = end + 1
        return place(of: UInt8(ascii: "\\"), in: start..<end) == nil ? start..<end : nil
    }

    /// The C library's search: nearly all of an answer goes through it.
    private func place(of byte: UInt8, in range: Range<Int>) -> Int? {
        unsafe bytes.withUnsafeBytes { buffer in
            guard !range.isEmpty, let base = buffer.baseAddress,
                let found = unsafe memchr(base + range.lowerBound, Int32(byte), range.count)
            else { return nil }
            return unsafe UnsafeRawPointer(found) - base
        }
    }

    private mutating func skipBlanks() {
        while position < bytes.count, " \t\r\n".utf8.contains(bytes[position]) { position += 1 }
    }
}
