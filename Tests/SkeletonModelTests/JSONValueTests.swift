import SkeletonModel
import Testing

struct JSONValueTests {
    private func text(_ value: JSONValue) -> String { String(decoding: value.text(), as: UTF8.self) }

    @Test(arguments: [
        "null", "true", "false", "[]", "{}", "0", "-1", "9223372036854775807", "-9223372036854775808",
        "864691136040432126",
        "1054664.0", "1e+16", "1.5e-07", "-0.0", "0.0001", "1e-05", "9999999999999998.0", "1.7976931348623157e+308",
        "5e-324",
        #""a\"\\\n\t\r\b\f\u0001/é😀""#, #"[1,2.0,[true,null],{"b":1,"a":{"c":[]}}]"#,
    ])
    func textThatPythonWouldWriteComesBackUnchanged(_ json: String) throws {
        #expect(try text(JSONValue.parse(json)) == json)
    }

    // What Python's repr gives for these values.
    @Test(arguments: [
        (1e15, "1000000000000000.0"), (1e16, "1e+16"), (12_345_678_901_234_567.0, "1.2345678901234568e+16"),
        (1e22, "1e+22"),
        (123456.789, "123456.789"), (0.1 + 0.2, "0.30000000000000004"), (1.0 / 3, "0.3333333333333333"),
        (1e-4, "0.0001"),
        (0.00012345, "0.00012345"), (9.99e-5, "9.99e-05"), (2.5e-10, "2.5e-10"), (1e100, "1e+100"), (4.0, "4.0"),
        (-12.5, "-12.5"),
        (999_999_999_999_999.9, "999999999999999.9"), (0.001, "0.001"), (100.125, "100.125"),
        (476.60548637228135, "476.60548637228135"),
    ])
    func floatsHaveTheFormOfPythonsRepr(_ value: Double, _ expected: String) {
        #expect(text(.number(value)) == expected)
    }

    @Test func everyDoubleReadsBackToItsBits() throws {
        var random = SeededGenerator(seed: 3)
        for _ in 0..<50_000 {
            let value = RandomForest.number(&random)
            let written = text(.number(value))
            #expect(Double(written)?.bitPattern == value.bitPattern)
            #expect(written.contains { ".e".contains($0) })
            guard case .number(let again) = try JSONValue.parse(written) else {
                Issue.record("\(written) was not read as a number")
                return
            }
            #expect(again.bitPattern == value.bitPattern)
        }
    }

    @Test func keysKeepTheirOrderOrAreSorted() throws {
        let value = try JSONValue.parse(#"{"b":1,"a":{"z":0,"y":[{"d":1,"c":2}]},"B":2}"#)
        #expect(text(value) == #"{"b":1,"a":{"z":0,"y":[{"d":1,"c":2}]},"B":2}"#)
        #expect(String(decoding: value.sortedText, as: UTF8.self) == #"{"B":2,"a":{"y":[{"c":2,"d":1}],"z":0},"b":1}"#)
    }

    @Test func ofAKeyThatComesTwiceTheLastValueCounts() throws {
        #expect(try text(JSONValue.parse(#"{"a":1,"b":2,"a":3}"#)) == #"{"a":3,"b":2}"#)
    }

    @Test func valuesThatJSONCannotSayAreKnown() {
        #expect(text(.array([.number(.nan), .number(.infinity)])) == "[null,null]")
        #expect(!JSONValue.object(["a": .array([.number(.nan)])]).isFinite)
        #expect(JSONValue.object(["a": .array([.number(1)])]).isFinite)
    }

    @Test(arguments: [
        ("", "bad JSON at byte 0: the text ends too early"),
        ("  ", "bad JSON at byte 2: the text ends too early"),
        ("[1,]", "bad JSON at byte 3: a value was expected"),
        ("[1 2]", "bad JSON at byte 3: ',' or ']' was expected"),
        ("{\"a\":1,}", "bad JSON at byte 7: a key in quotes was expected"),
        ("{\"a\" 1}", "bad JSON at byte 5: ':' was expected"),
        ("{a:1}", "bad JSON at byte 1: a key in quotes was expected"),
        ("[1] x", "bad JSON at byte 4: nothing may follow the value"),
        ("NaN", "bad JSON at byte 0: a value was expected"),
        ("[Infinity]", "bad JSON at byte 1: a value was expected"),
        ("[-Infinity]", "bad JSON at byte 2: a digit was expected"),
        ("[1e999]", "bad JSON at byte 1: the number is out of range"),
        ("[9223372036854775808]", "bad JSON at byte 1: the number is out of range"),
        ("[18446744073709551616]", "bad JSON at byte 1: the number is out of range"),
        ("[-9223372036854775809]", "bad JSON at byte 1: the number is out of range"),
        ("[01]", "bad JSON at byte 1: a number may not start with 0"),
        ("[1.]", "bad JSON at byte 3: a digit was expected"),
        ("[+1]", "bad JSON at byte 1: a value was expected"),
        ("tru", "bad JSON at byte 3: the text ends too early"),
        ("\"abc", "bad JSON at byte 4: a string is not closed"),
        ("\"a\nb\"", "bad JSON at byte 2: a control character stands in a string"),
        ("\"\\x\"", "bad JSON at byte 1: a bad escape stands in a string"),
        ("\"\\ud800\"", "bad JSON at byte 1: half a surrogate pair stands in a string"),
    ])
    func faultsAreToldWithTheirPlace(_ json: String, _ sentence: String) {
        let error = #expect(throws: JSONError.self) { try JSONValue.parse(json) }
        #expect(error?.description == sentence)
        #expect(error?.code == "bad_json")
    }

    @Test func otherEncodingsAreRefused() {
        let error = #expect(throws: JSONError.self) { try JSONValue.parse([0x5B, 0x22, 0x41, 0xC3, 0x28, 0x22, 0x5D]) }
        #expect(error?.description == "bad JSON at byte 3: the text is not UTF-8")
    }

    @Test func deepNestingIsAnErrorAndNotACrash() throws {
        let fine = String(repeating: "[", count: 1000) + String(repeating: "]", count: 1000)
        #expect(try text(JSONValue.parse(fine)) == fine)
        let deep = String(repeating: "[", count: 200_000)
        #expect(throws: JSONError.self) { try JSONValue.parse(deep) }
        #expect(throws: JSONError.self) { try JSONValue.parse(deep + String(repeating: "]", count: 200_000)) }
    }

    @Test func eachCutOfATextIsRefused() {
        let json = Array(#"{"a":[1,-2.5e3,true,null,"x\u00e9"],"b":{}}"#.utf8)
        for length in 0..<json.count {
            #expect(throws: JSONError.self) { try JSONValue.parse(Array(json[..<length])) }
        }
    }
}
