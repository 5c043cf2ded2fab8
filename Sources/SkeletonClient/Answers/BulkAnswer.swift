import SkeletonAPI
import SkeletonModel

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The object of a bulk answer as it arrives: for each id the skeleton in hexadecimal digits, or a word.
///
/// The answer is nearly all digits, so nothing is made of them but the bytes they stand for: the one pass over the text
/// that JSON needs here is a search for quotes. Each member is handed over as soon as its text is complete, and no
/// longer held: never the whole answer, except from the first member on that is anything but `"ID": "TEXT"` without
/// escapes. What then follows is left to the real parser, when it is complete.
struct BulkAnswer: Sendable {
    /// An id and what stands for it.
    typealias Member = (id: RootID, value: Value)

    /// What stands for one id.
    enum Value: Sendable, Equatable {
        /// The bytes that hexadecimal digits stand for.
        case bytes([UInt8])
        /// A word such as `async`.
        case word(String)
    }

    private enum Place {
        case start, firstMember, member, behindMember, end
        /// Something stands here that the real parser must judge.
        case odd
    }

    /// What next step there is.
    private enum Step { case goOn, wait, leave }

    /// How many members there were.
    private(set) var count = 0
    /// How many bytes.
    private(set) var size = 0

    private var complete: [Member] = []
    private var place = Place.start
    private var oddPlace = Place.start
    // The text that is still needed, how far it is read, and how far no quote ends the value that is being looked at.
    private var bytes: [UInt8] = []
    private var position = 0
    private var searched = 0
    private var fault: BadAnswer?

    /// Takes the next piece of the text; the members that it completes.
    mutating func take(_ piece: UnsafeRawBufferPointer) -> [Member] {
        size += piece.count
        guard fault == nil else { return [] }
        unsafe bytes.append(contentsOf: piece)
        readMembers()
        if place != .odd, position > 0 {
            bytes.removeSubrange(..<position)
            searched -= position
            position = 0
        }
        defer { complete = [] }
        return complete
    }

    /// The text is complete; the members that no piece completed.
    mutating func finish() throws(BadAnswer) -> [Member] {
        if let fault { throw fault }
        if place != .end || position < bytes.count { try readRest() }
        return complete
    }

    private mutating func readMembers() {
        while place != .odd, fault == nil {
            let before = place
            switch step() {
            case .goOn: continue
            case .wait: return
            case .leave: (place, oddPlace) = (.odd, before)
            }
        }
    }

    private mutating func step() -> Step {
        var scanner = PlainScanner(bytes, position)
        guard let next = scanner.peek() else {
            if place == .end { position = bytes.count }
            return .wait
        }
        switch (place, next) {
        case (.start, UInt8(ascii: "{")): place = .firstMember
        case (.firstMember, UInt8(ascii: "}")), (.behindMember, UInt8(ascii: "}")): place = .end
        case (.behindMember, UInt8(ascii: ",")): place = .member
        case (.firstMember, UInt8(ascii: "\"")), (.member, UInt8(ascii: "\"")): return readMember(&scanner)
        default: return .leave
        }
        position = scanner.position + 1
        return .goOn
    }

    private mutating func readMember(_ scanner: inout PlainScanner) -> Step {
        guard let key = scanner.takeText(), let colon = scanner.peek() else { return .wait }
        guard colon == UInt8(ascii: ":"), !scanner.hasEscape(key) else { return .leave }
        scanner.position += 1
        guard let quote = scanner.peek() else { return .wait }
        guard quote == UInt8(ascii: "\"") else { return .leave }
        guard let text = scanner.takeText(searched: searched) else {
            searched = bytes.count
            return .wait
        }
        guard !scanner.hasEscape(text) else { return .leave }
        do throws(BadAnswer) { try hand(id: String(decoding: bytes[key], as: UTF8.self), text) } catch { fault = error }
        (place, position) = (.behindMember, scanner.position)
        return .goOn
    }

    private mutating func hand(id key: String, _ text: Range<Int>) throws(BadAnswer) {
        let id = try Self.id(key)
        count += 1
        let value = Hex.decode(bytes, text).map(Value.bytes) ?? .word(String(decoding: bytes[text], as: UTF8.self))
        complete.append((id, value))
    }

    private static func id(_ key: String) throws(BadAnswer) -> RootID {
        guard let id = RootID(key) else { throw BadAnswer("'\(key.prefix(30))' is no root id") }
        return id
    }

    /// Has the real parser read what is left, in the place of the text that it stands in.
    private mutating func readRest() throws(BadAnswer) {
        let value: JSONValue
        do throws(JSONError) { value = try JSONValue.parse(textBefore + bytes[position...]) } catch {
            throw BadAnswer("it is not JSON: \(error.description)")
        }
        guard let object = value.objectValue else { throw BadAnswer("it is not an object") }
        for member in object.members where (member.key, member.value) != Self.standIn {
            count += 1
            complete.append((try Self.id(member.key), Self.value(member.value)))
        }
    }

    private static func value(_ value: JSONValue) -> Value {
        guard case .string(let text) = value else {
            return .word(String(decoding: value.text().prefix(100), as: UTF8.self))
        }
        let digits = Array(text.utf8)
        return Hex.decode(digits, digits.indices).map(Value.bytes) ?? .word(text)
    }

    // No id has this form, and no member that was read is shorter.
    private static let standIn = ("-", JSONValue.integer(0))

    /// A text as long as what was handed over already, and of the same grammar, so that offsets stay true.
    private var textBefore: [UInt8] {
        let text =
            switch place == .odd ? oddPlace : place {
            case .start, .odd: ""
            case .firstMember: "{"
            case .member: #"{"-":0,"#
            case .behindMember: #"{"-":0"#
            case .end: count > 0 ? #"{"-":0}"# : "{}"
            }
        let blanks = size - (bytes.count - position) - text.utf8.count
        return Array(text.utf8) + [UInt8](repeating: 0x20, count: blanks)
    }
}

/// The little of JSON that bulk answers consist of.
private struct PlainScanner {
    private let bytes: [UInt8]
    var position: Int

    init(_ bytes: [UInt8], _ position: Int) { (self.bytes, self.position) = (bytes, position) }

    /// What stands behind blanks; nil at the end.
    mutating func peek() -> UInt8? {
        while position < bytes.count, " \t\r\n".utf8.contains(bytes[position]) { position += 1 }
        return position < bytes.count ? bytes[position] : nil
    }

    /// The inside of the text whose quote stands here; nil when its end is not there yet.
    ///
    /// - `searched`: How far there is no end in any case.
    mutating func takeText(searched: Int = 0) -> Range<Int>? {
        let start = position + 1
        guard let end = place(of: UInt8(ascii: "\""), in: max(start, searched)..<bytes.count) else { return nil }
        position = end + 1
        return start..<end
    }

    func hasEscape(_ range: Range<Int>) -> Bool { place(of: UInt8(ascii: "\\"), in: range) != nil }

    /// The C library's search: nearly all of an answer goes through it.
    private func place(of byte: UInt8, in range: Range<Int>) -> Int? {
        unsafe bytes.withUnsafeBytes { buffer in
            guard !range.isEmpty, let base = buffer.baseAddress,
                let found = unsafe memchr(base + range.lowerBound, Int32(byte), range.count)
            else { return nil }
            return unsafe UnsafeRawPointer(found) - base
        }
    }
}
