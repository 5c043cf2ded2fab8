import SkeletonModel
import Testing

struct JSONLinesTests {
    private func lines(_ text: String) -> JSONLines { JSONLines(Array(text.utf8)) }

    @Test func eachKindOfMemberIsReadExactly() throws {
        let lines = lines(
            #"{"i":-9223372036854775808,"u":9223372036854775808,"d":0.1,"b":true,"s":"a\u00e9\n","l":[1,2],"o":{},"z":null}"#
        )
        #expect(try lines.next())
        #expect(lines.isObject)
        #expect(shown(lines["i"]) == "integer(-9223372036854775808)")
        #expect(shown(lines["u"]) == "large(9223372036854775808)")
        #expect(shown(lines["d"]) == "number(0.1)")
        #expect(shown(lines["b"]) == "boolean(true)")
        #expect(shown(lines["s"]) == #"text("aé\n")"#)
        #expect(shown(lines["l"]) == "list(count: 2)")
        #expect(shown(lines["o"]) == "object")
        #expect(lines["z"] == nil && lines["none"] == nil && lines["ii"] == nil)
        #expect(try !lines.next())
    }

    @Test func ofAKeyThatComesTwiceTheLastValueCountsAsInAWholeText() throws {
        let text = #"{"a":1,"b":2,"a":3}"#
        let lines = lines(text)
        #expect(try lines.next())
        #expect(shown(lines["a"]) == "integer(3)")
        #expect(try JSONValue.parse(text).objectValue?["a"] == .integer(3))
    }

    @Test(arguments: [15, 16, 17, 40])
    func objectsOfManyMembersAreRead(count: Int) throws {
        let members = (0..<count).map { #""k\#($0)":\#($0)"# } + [#""k0":"last""#]
        let lines = lines("{\(members.joined(separator: ","))}\n{\"k1\":5}")
        #expect(try lines.next())
        #expect(shown(lines["k0"]) == #"text("last")"#)
        #expect(shown(lines["k1"]) == "integer(1)" && shown(lines["k14"]) == "integer(14)")
        #expect(lines["k99"] == nil)
        #expect(try lines.next() && shown(lines["k1"]) == "integer(5)" && lines["k0"] == nil)
    }

    @Test func pointsAreListsOfThreeNumbers() throws {
        let lines = lines(#"{"p":[1,-2.5,18446744073709551615],"q":[1,2],"r":[1,2,"3"],"s":{"a":1,"b":2,"c":3},"t":5}"#)
        #expect(try lines.next())
        #expect(lines.point("p") == Point3(1, -2.5, 18_446_744_073_709_551_616))
        for key in ["q", "r", "s", "t", "u"] as [StaticString] { #expect(lines.point(key) == nil) }
    }

    @Test(arguments: ["\n", "\r\n", "\n\n", "\n \t\r\n"])
    func blankLinesAreCountedAndPassedOver(separator: String) throws {
        let lines = lines("\u{FEFF}{\"a\":1}\(separator){\"a\":22}\(separator)[3]")
        #expect(try lines.next() && shown(lines["a"]) == "integer(1)" && lines.line == 1)
        #expect(try lines.next() && shown(lines["a"]) == "integer(22)")
        #expect(lines.line == 1 + separator.utf8.count { $0 == 0x0A })
        #expect(try lines.next() && !lines.isObject && lines["a"] == nil)
        #expect(try !lines.next())
    }

    /// Texts of all lengths lie before the end of the bytes at all distances, where they are copied or not.
    @Test func theEndOfTheBytesIsNoDifferentPlace() throws {
        for length in 0..<150 {
            let text = String(repeating: "x", count: length)
            let lines = lines(#"{"a":"\#(text)"}"# + "\n" + #"{"a":"\#(text)y"}"#)
            #expect(try lines.next() && shown(lines["a"]) == "text(\"\(text)\")")
            #expect(try lines.next() && shown(lines["a"]) == "text(\"\(text)y\")")
            #expect(try !lines.next())
        }
    }

    @Test func aFaultIsFoundInItsLine() throws {
        let lines = lines("{\"a\":1}\n{\"a\":}\n")
        #expect(try lines.next())
        #expect(throws: JSONError(problem: "a value was expected", offset: 5)) { try lines.next() }
        #expect(lines.line == 2)
        #expect(throws: JSONError.self) { try JSONLines(Array("{\"a\":1} {}".utf8)).next() }
        #expect(throws: JSONError.self) { try JSONLines([0x22, 0xFF, 0x22]).next() }
    }

    private func shown(_ field: JSONLines.Field?) -> String { field.map { "\($0)" } ?? "nil" }
}
