import SkeletonAPI
import SkeletonModel
import Testing

@testable import SkeletonClient

/// Bulk answers that arrive in pieces of any length.
struct BulkAnswerTests {
    private static let id = "864691135000000001"
    private static let other = "864691135000000002"

    private static let texts = [
        "{}", " { } ", #"{"\#(id)": "6162"}"#, #"{"\#(id)":"6162","\#(other)":"async"}"#,
        "\n{ \"\(id)\" :\t\"\" , \"\(other)\" : \"616\" }\r\n",
        // What is not plain from the first, second or no member on.
        #"{"\#(id)": "61\u0036\u0031", "\#(other)": "61"}"#, #"{"\#(id)": "61", "\#(other)": "a\"b,}"}"#,
        #"{"\#(id)": "61", "\#(other)": null}"#, #"{"\#(id)": 7, "\#(other)": ["61"]}"#,
        #"{"\#(id)": "61", "86469113500000000\u0032": "62"}"#,
        #"{"\#(id)": "61", "\#(id)": "62"}"#, #"{"\#(id)": "61", "\#(other)": true, "\#(other)": "62"}"#,
        // Faults.
        "", " ", "[1]", "null", "<html>", "{", #"{"\#(id)"#, #"{"\#(id)" "61"}"#, #"{"\#(id)": "61"#,
        #"{"\#(id)": "61""#, #"{"\#(id)": "61","#, #"{"\#(id)": "61",}"#, #"{"\#(id)": "61"; "\#(other)": "61"}"#,
        #"{"\#(id)": "61", "\#(other)": "6\q1"}"#, #"{"\#(id)": "61"} x"#, #"{"\#(id)": "61"}{}"#, "{} {}", "{,}",
        #"{"error": "no such datastack"}"#, #"{"\#(id)": "61", "-": 1}"#, #"{"\#(id)": "61", "-": "62"}"#,
    ]

    private struct Read: Equatable {
        var values: [RootID: BulkAnswer.Value] = [:]
        var fault: BadAnswer?
    }

    /// The whole text at once, by the parser of all JSON.
    private static func expected(_ text: String) -> Read {
        let value: JSONValue
        do { value = try JSONValue.parse(Array(text.utf8)) } catch {
            return Read(fault: BadAnswer("it is not JSON: \(error.description)"))
        }
        guard let object = value.objectValue else { return Read(fault: BadAnswer("it is not an object")) }
        var read = Read()
        for member in object.members {
            guard let id = RootID(member.key) else { return Read(fault: BadAnswer("'\(member.key)' is no root id")) }
            let word = member.value.stringValue ?? String(decoding: member.value.text(), as: UTF8.self)
            let digits = Array(word.utf8)
            let isHex = member.value.stringValue != nil && digits.count.isMultiple(of: 2)
            read.values[id] = isHex ? Hex.decode(digits, digits.indices).map { .bytes($0) } ?? .word(word) : .word(word)
        }
        return read
    }

    private static func read(_ text: String, pieces: () -> Int) -> Read {
        var (answer, read) = (BulkAnswer(), Read())
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let piece = Array(rest.prefix(pieces()))
            rest = rest.dropFirst(piece.count)
            for (id, value) in unsafe piece.withUnsafeBytes({ unsafe answer.take($0) }) { read.values[id] = value }
        }
        do throws(BadAnswer) {
            for (id, value) in try answer.finish() { read.values[id] = value }
        } catch {
            return Read(fault: error)
        }
        return read
    }

    @Test(arguments: texts) func piecesGiveWhatTheWholeTextSays(_ text: String) {
        let expected = Self.expected(text)
        #expect(Self.read(text) { text.utf8.count } == expected)
        #expect(Self.read(text) { 1 } == expected)
        for length in 2..<12 { #expect(Self.read(text) { length } == expected) }
        for _ in 0..<20 { #expect(Self.read(text) { Int.random(in: 1...30) } == expected) }
    }

    @Test func membersAreHandedOverAsSoonAsTheyAreComplete() {
        var answer = BulkAnswer()
        let handed = #"{"\#(Self.id)": "6162", "\#(Self.other)": "async"}"#.utf8.map { byte in
            unsafe withUnsafeBytes(of: byte) { unsafe answer.take($0).count }
        }
        #expect(handed.reduce(0, +) == 2)
        #expect(handed.firstIndex(of: 1) == 28)
        #expect(answer.count == 2 && answer.size == handed.count)
    }
}
