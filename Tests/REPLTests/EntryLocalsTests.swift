import LuaHost
import Testing

@testable import REPL

struct EntryLocalsTests {
    @Test(
        arguments: [
            ("local x = 1", "      x = 1", ["x"]),
            ("x = 1; local y = 2", "x = 1;       y = 2", ["y"]),
            ("local a, b", "      a, b = nil", ["a", "b"]),
            ("local a,b=f()", "      a,b=f()", ["a", "b"]),
            ("local function f() end", "      function f() end", ["f"]),
            ("local x local y = 'local z'", "      x = nil       y = 'local z'", ["x", "y"]),
            ("local x -- local y\nlocal z = 1", "      x = nil -- local y\n      z = 1", ["x", "z"]),
            ("do local i end local j = 1", "do local i end       j = 1", ["j"]),
            (
                "local f = function() local g end local h = 2", "      f = function() local g end       h = 2",
                ["f", "h"]
            ),
        ] as [(String, String, [String])]
    )
    func localsAtTheTopBecomeFields(entry: String, rewritten: String, names: [String]) throws {
        let locals = try #require(try EntryLocals(entry))
        #expect(locals.text == rewritten)
        #expect(locals.names == names)
    }

    @Test(arguments: [
        "x = 1", "do local x = 1 end", "function f() local x end", "-- local x", "x = 'local y'", "x = [[ local y ]]",
        "x = [==[ ]] local y ]==]", "--[[ local\nlocal ]] x = 1", "x = \"\\\" local\"", "for i = 1, 2 do local y end",
        "while x do local y end", "repeat local x until x", "local_name = 1",
        "if a then local x elseif b then local y end",
    ])
    func otherWordsAreLeftAlone(entry: String) throws {
        #expect(try EntryLocals(entry) == nil)
        #expect(!EntryLocals.areDeclared(in: entry))
    }

    @Test(arguments: [
        "local", "local 1", "local = 1", "local function", "local function t.f() end", "local x,", "local _ENV = {}",
    ])
    func whatCannotBeTreatedRunsAsItIs(entry: String) throws {
        let locals = try EntryLocals(entry)
        #expect(locals == nil || locals?.names == ["t"])
    }

    @Test(arguments: ["local x <const> = 1", "local a, f <close> = 1, 2", "local x<const>"])
    func attributesAreErrorsWithAHint(entry: String) throws {
        let error = #expect(throws: LuaError.self) { try EntryLocals(entry) }
        #expect(error?.message.hasSuffix("leave that out, or write do … end around it") == true)
    }

    /// Where both compile, the rewritten entry does what the entry does, for every way to nest blocks.
    @Test func rewrittenEntriesGiveWhatTheOriginalsGive() throws {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<200 {
            let entry = Self.program(&random, depth: 3)
            let rewritten = try EntryLocals(entry)?.text ?? entry
            #expect(try Self.trace(of: rewritten) == Self.trace(of: entry), "\(entry)")
        }
    }

    private static func program(_ random: inout SystemRandomNumberGenerator, depth: Int) -> String {
        let names = ["a", "b", "c"]
        var name: String { names.randomElement(using: &random) ?? "a" }
        return (0..<4).map { _ in
            let body = depth > 0 ? program(&random, depth: depth - 1) : ""
            switch Int.random(in: 0..<9, using: &random) {
            case 0: return "local \(name) = \(Int.random(in: 0..<9, using: &random))"
            case 1: return "\(name) = \(Int.random(in: 0..<9, using: &random))"
            case 2: return "out(\(name))"
            case 3: return "do \(body) end"
            case 4: return "if true then \(body) else local a end"
            case 5: return "for i = 1, 2 do \(body) end"
            case 6: return "repeat \(body) until true"
            case 7: return "local \(name), z = 7, 8"
            default: return "out('local x') -- local \(name)\n"
            }
        }.joined(separator: " ") + "\n"
    }

    private static func trace(of program: String) throws -> [String] {
        let engine = try LuaEngine()
        defer { engine.close() }
        let source =
            "local t = {} function out(v) t[#t + 1] = tostring(v) end " + program + " return table.concat(t, ' ')"
        return try engine.run(try engine.compile(Array(source.utf8), name: "=x")).map { $0.text ?? "" }
    }
}

struct CommandCallTests {
    @Test(
        arguments: [
            (":help", "help", ""), (":doc swc.read ", "doc", "swc.read"), ("  :quit", "quit", ""), (":", "", ""),
            (":time  sk:measure()", "time", "sk:measure()"), ("swc.read?", "doc", "swc.read"), ("f??", "source", "f"),
            ("sk:reroot ?", "doc", "sk:reroot"),
        ]
    )
    func commandsAreTakenApart(entry: String, name: String, argument: String) {
        #expect(CommandCall(entry)?.name == name)
        #expect(CommandCall(entry)?.argument == argument)
    }

    @Test(arguments: ["::label::", "x", "f() ?", "a?b?", "'?'", "-- what?", "?", "", "x = 1\ny?"])
    func otherEntriesAreLua(entry: String) {
        #expect(CommandCall(entry) == nil)
    }
}
