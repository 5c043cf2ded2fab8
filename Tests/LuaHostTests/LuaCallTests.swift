import LuaHost
import Testing

/// A class that others derive from.
private class Animal: LuaObject {
    var sound: String { "…" }

    static var luaType: LuaType {
        LuaType(
            Animal.self,
            name: "Animal",
            summary: "Any animal.",
            methods: [
                LuaFunction("speak", "(): string", "Its sound.") { (call) throws(LuaError) -> LuaValue in
                    .text(try call.receiver(as: Animal.self).sound)
                },
                LuaFunction("answers", "(other: Animal): boolean", "Whether it sounds alike.") {
                    (call) throws(LuaError) -> LuaValue in
                    let other = try call.object(1, "other", as: Animal.self)
                    return .boolean(try call.receiver(as: Animal.self).sound == other.sound)
                },
                LuaFunction("bark", "(): string", "Dogs only.") { (call) throws(LuaError) -> LuaValue in
                    .text(try call.receiver(as: Dog.self).sound)
                },
            ],
            properties: [LuaProperty("sound", "string", "Its sound.") { (animal: Animal) in .text(animal.sound) }],
            describe: { _ in "Animal" }
        )
    }
}

private final class Dog: Animal {
    override var sound: String { "wuff" }
}

/// What a call must keep right however it is made: the class of each object, the body of each function.
struct LuaCallTests {
    @Test func methodsOfABaseClassTakeDerivedObjects() async throws {
        try await withEngine { engine in
            try engine.setGlobal("dog", .object(Dog()))
            try engine.setGlobal("animal", .object(Animal()))
            try expect(
                engine,
                "return dog:speak(), dog.sound, dog:bark(), animal:speak(), dog:answers(dog), animal:answers(dog)",
                gives: [.text("wuff"), .text("wuff"), .text("wuff"), .text("…"), .boolean(true), .boolean(false)]
            )
            #expect(engine.error(of: "animal:bark()")?.code == "bad_argument")
            #expect(engine.error(of: "animal:answers(karst.trial.cell(1))")?.code == "bad_argument")
        }
    }

    /// The debug library lets scripts exchange metatables; what is inside a userdata stays certain all the same.
    @Test func userdataInTheClothesOfAnotherAreRefused() async throws {
        try await withEngine { engine in
            try engine.setGlobal("animal", .object(Animal()))
            try expect(
                engine,
                """
                local cell, file = karst.trial.cell(3), io.stdout
                local of_cell, of_file, of_animal =
                  debug.getmetatable(cell), debug.getmetatable(file), debug.getmetatable(animal)
                local value = cell.plus
                debug.setmetatable(file, of_cell)
                local a = pcall(value, file, 1)
                local b = pcall(function() return file.value end)
                debug.setmetatable(file, of_file)
                debug.setmetatable(animal, of_cell)
                local c = pcall(function() return animal.value end)
                debug.setmetatable(animal, of_animal)
                return a, b, c, animal:speak(), cell.value, io.type(file)
                """,
                gives: [.boolean(false), .boolean(false), .boolean(false), .text("…"), .integer(3), .text("file")]
            )
        }
    }

    @Test func aFunctionWithAForgedIndexIsAnError() async throws {
        try await withEngine { engine in
            for forged in ["2^31 | 0", "-1", "123456"] {
                let source = "local f = karst.trial.text; debug.setupvalue(f, 1, \(forged)); return f('a')"
                #expect(engine.error(of: source)?.message.hasSuffix("no such function") == true)
            }
        }
    }

    @Test func lookingUpMembersByHandIsHarmless() async throws {
        try await withEngine { engine in
            try expect(
                engine,
                """
                local cell = karst.trial.cell(3)
                local index = debug.getmetatable(cell).__index
                local outcomes = { pcall(index), pcall(index, cell), pcall(index, nil, "value"), pcall(index, 1, 1) }
                return index(cell, "value"), index(cell, "value", "plus") ~= nil, index(cell, "none"), index(cell, 2)
                """,
                gives: [.integer(3), .boolean(true), .nil, .integer(2)]
            )
        }
    }

    @Test func functionsMadeDuringACallLeaveItAlone() async throws {
        try await withEngine { engine in
            let many = LuaFunction("many", "(n: integer): integer", "Makes functions.") {
                (call) throws(LuaError) -> LuaValue in
                for index in 0..<(try call.integer(1, "n")) {
                    let body = LuaFunction("f", "(): integer", "") { _ throws(LuaError) -> LuaValue in .integer(index) }
                    try call.engine.setGlobal("f\(index)", .function(body))
                }
                return .integer(try call.integer(1, "n"))
            }
            try engine.setGlobal("many", .function(many))
            try expect(
                engine,
                """
                local made, wrong = many(1000), 0
                for i = 0, 999 do if _G["f" .. i]() ~= i then wrong = wrong + 1 end end
                return made, wrong
                """,
                gives: [.integer(1000), .integer(0)]
            )
        }
    }

    @Test func severalResultsKeepTheirOrderAndKinds() async throws {
        try await withEngine { engine in
            for values: [LuaValue] in [
                [.integer(1), .number(2)], [.nil, .nil], [.boolean(true), .nil, .integer(-1), .number(0.5)],
                [.integer(1), .integer(2), .integer(3), .integer(4), .integer(5)],
                [.integer(1), .text("two"), .text("three"), .nil], [.text("a"), .null, .text("b")],
            ] {
                try expect(
                    engine,
                    "return select('#', karst.trial.echo(...))",
                    values,
                    gives: [.integer(Int64(values.count))]
                )
                try expect(engine, "return karst.trial.echo(...)", values, gives: values)
            }
            try expect(engine, "return select('#', karst.trial.echo())", gives: [.integer(0)])
        }
    }
}

struct LuaStringTests {
    @Test func textAndBytesOfTheSameContentAreOneString() {
        for text in ["", "a", "zürich ☃", "nul\0nul", String(repeating: "long ", count: 100)] {
            let asText = LuaString(text)
            let asBytes = LuaString(bytes: Array(text.utf8))
            #expect(asText == asBytes)
            #expect(Set([asText, asBytes]).count == 1)
            #expect(asText.bytes == Array(text.utf8))
            #expect(asBytes.text == text)
            #expect(asText != LuaString(text + "x"))
        }
    }

    /// Unicode holds both for the same text, Lua does not.
    @Test func composedAndDecomposedTextsDiffer() {
        #expect(LuaString("\u{E9}") != LuaString("e\u{301}"))
        #expect(Set([LuaString("\u{E9}"), LuaString("e\u{301}")]).count == 2)
    }

    /// Among them sequences whose replacement character has just as many bytes.
    @Test(
        arguments: [
            [0xFF], [0xC3], [0xF0, 0x9F, 0x98], [0xE2, 0x98], [0x61, 0xF0, 0x9F, 0x98, 0x62], [0xED, 0xA0, 0x80],
            [0xC0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xEF, 0xBF],
        ] as [[UInt8]]
    )
    func bytesThatAreNotUTF8HaveNoText(_ bytes: [UInt8]) async throws {
        #expect(LuaString(bytes: bytes).text == nil)
        try await withEngine { engine in
            let value = LuaValue.string(LuaString(bytes: bytes))
            let function = try #require(try engine.run("return karst.trial.text").first?.reference)
            let error = #expect(throws: LuaError.self) { try engine.call(function, [value]) }
            #expect(error?.message == "bad argument #1 'text' (text expected, got bytes that are not UTF-8)")
        }
        #expect(LuaString(bytes: [0xEF, 0xBF, 0xBD]).text == "\u{FFFD}")
    }
}
