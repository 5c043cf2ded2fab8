import LuaHost
import Testing

@testable import REPL

struct EntryTests {
    private enum Kind: Equatable {
        case expression
        case statement
        case incomplete
        case wrong
    }

    private static func kind(_ text: String) throws -> Kind {
        let engine = try LuaEngine()
        defer { engine.close() }
        switch Entry.read(text, chunk: "=[1]", engine) {
        case .complete(let entry): return entry.isExpression ? .expression : .statement
        case .incomplete: return .incomplete
        case .wrong: return .wrong
        }
    }

    @Test(arguments: ["1", "x", "= 1", " =1, 2", "f(x)", "a, b", "function() end", "\"text\" -- comment", "nil"])
    func expressionsAreRecognised(text: String) throws {
        #expect(try Self.kind(text) == .expression)
    }

    @Test(arguments: ["x = 1", "for i = 1, 3 do end", "local x", "goto a ::a::", "return 1, 2", ";", "-- comment"])
    func statementsAreRecognised(text: String) throws {
        #expect(try Self.kind(text) != .incomplete)
        #expect(try Self.kind(text) != .wrong)
    }

    @Test(arguments: [
        "for i = 1, 3 do", "x =", "f(", "{", "x = [[", "--[[ comment", "function f()", "if x then", "1 +", "= 1 +",
        "x = 'goes on\\", "'skips \\z",
    ])
    func unfinishedEntriesGoOn(text: String) throws {
        #expect(try Self.kind(text) == .incomplete)
    }

    @Test(arguments: ["x x", ")", "for", "1 1", "end", "x = = 1", "local 1", "'not closed", "x = \"not closed"])
    func wrongEntriesDoNotWaitForMore(text: String) throws {
        let kind = try Self.kind(text)
        #expect(kind == (text == "for" ? .incomplete : .wrong))
    }

    @Test func syntaxErrorsSpeakOfTheEntryAsTyped() throws {
        let engine = try LuaEngine()
        defer { engine.close() }
        guard case .wrong(let error) = Entry.read("x x", chunk: "=[7]", engine) else {
            Issue.record("'x x' was accepted")
            return
        }
        #expect(error.message == "[7]:1: syntax error near 'x'")
    }
}

struct ErrorTextTests {
    @Test func anExplanationStandsBelowTheMessage() throws {
        let error = LuaError(code: "error", "[1]:1: no")
        #expect(ErrorText(error, explanation: ["  1 | x"]).description == "error: [1]:1: no\n  1 | x")
        #expect(ErrorText(error, message: "{ 1 }").description == "error: { 1 }")
    }

    @Test func anErrorOfTheEntryItselfHasNoTraceback() throws {
        #expect(try Self.shown("do local x x.y = 1 end") == "error: [1]:1: attempt to index a nil value (local 'x')")
    }

    @Test func anErrorInAFunctionHasTheFramesOfTheUser() throws {
        let text = try Self.shown("local function f() error('no') end\nlocal function g() f() end g()")
        let lines = text.split(separator: "\n").map(String.init)
        #expect(lines[0] == "error: [1]:1: no")
        #expect(lines[1] == "stack traceback:")
        #expect(lines.contains { $0.contains("[1]:2: in") })
        #expect(!text.contains("karst/session.lua"))
    }

    @Test func framesThatRepeatAreCounted() throws {
        let text = try Self.shown("local function f() return 1 + f() end f()")
        #expect(text.contains("\n\t[1]:1: in function 'f'  (10 times)\n\t..."), "\(text)")
        #expect(text.split(separator: "\n").count < 10)
    }

    @Test func longPathsKeepTheirLastTwoNames() {
        let error = LuaError(code: "error", "...e_folder/of/somebody/cells/lengths.lua:3: no")
        #expect(ErrorText(error).description == "error: .../cells/lengths.lua:3: no")
        let other = LuaError(code: "error", "...gths.lua:3: no ... was/found/here")
        #expect(ErrorText(other).description == "error: ...gths.lua:3: no ... was/found/here")
    }

    private static func shown(_ entry: String) throws -> String {
        let engine = try LuaEngine()
        defer { engine.close() }
        guard case .complete(let compiled) = Entry.read(entry, chunk: "=[1]", engine) else { return "not an entry" }
        let runner = try engine.compile(Array("local f = ... f()".utf8), name: "=karst/session.lua")
        do {
            _ = try engine.run(runner, [.reference(compiled.function)])
            return "no error"
        } catch {
            return ErrorText(error).description
        }
    }
}
