import TestSupport
import Testing

/// Errors at the prompt.
struct PromptErrorTests {
    @Test func theNameIsMarkedInTheSource() throws {
        let terminal = try PromptSession.open()
        #expect(
            terminal.answers(
                "x = nothing.here",
                with: "(global 'nothing')\n  1 | x = nothing.here\n    |     ^^^^^^^"
            )
        )
        #expect(
            terminal.answers(
                "math.flooor(1)",
                with: "(field 'flooor')\n  1 | math.flooor(1)\n    |      ^^^^^^ did you mean 'floor'?"
            )
        )
    }

    @Test func theLineOfAFileIsShown() throws {
        let sandbox = try Sandbox()
        try sandbox.folder.write("local M = {}\nfunction M.f()\n  return M.g.h\nend\nreturn M\n", to: "mine.lua")
        let terminal = try PromptSession.open(sandbox)
        #expect(
            terminal.answers(
                "require('mine').f()",
                with: "mine.lua:3: attempt to index a nil value (field 'g')\n  3 |   return M.g.h\n    |            ^",
                thenPrompt: false
            ),
            "\(terminal.rest)"
        )
    }

    @Test func theLineOfAnEntryOfSeveralLinesIsShown() throws {
        let terminal = try PromptSession.open()
        terminal.type("\u{1B}[200~x = 1\n  y = x + {}\nz = 2\u{1B}[201~\r")
        #expect(terminal.expect("error: [1]:2: attempt to perform arithmetic on a table value\n  2 |   y = x + {}\n> "))
    }

    @Test func aWrongTokenIsMarked() throws {
        let terminal = try PromptSession.open()
        #expect(terminal.answers("a = }", with: "unexpected symbol near '}'\n  1 | a = }\n    |     ^"))
        terminal.type("\u{1B}[200~x = 1\ny = = 2\nz = 3\u{1B}[201~\r")
        #expect(terminal.expect("[2]:2: unexpected symbol near '='\n  2 | y = = 2\n> "), "\(terminal.rest)")
    }

    @Test(
        arguments: [
            ("error()", "error: nil"), ("error(5)", "error: 5"), ("error({ 1, 2 })", "error: { 1, 2 }"),
            ("error(setmetatable({}, { __tostring = function() return 'mine' end }))", "error: mine"),
            ("error(setmetatable({}, { __tostring = error }))", "error: "),
            ("error('a\\0b')", "error: [1]:1: a"),
            ("local t = setmetatable({}, { __index = error }) t.x = t.y .. 1", "error: "),
            ("string.rep('x', 1 << 50)", "error: "), ("(function f() end", "error: [1]:1: "),
            ("local function f() return f() + 1 end f()", "stack overflow"), ("coroutine.yield()", ""),
            ("debug.sethook(error, 'l')", ""), ("setmetatable(_G, { __index = error })", ""), ("_ENV = nil", ""),
            ("print = nil", ""), ("string.format = nil", ""), ("package.loaded = nil", ""),
            ("error = nil pcall = nil", ""),
        ]
    )
    func theNextPromptComesWhateverHappens(entry: String, shown: String) throws {
        let terminal = try PromptSession.open()
        terminal.type(entry + "\r")
        #expect(terminal.expect(entry.first.map(String.init) ?? ""))
        #expect(terminal.expect(shown), "\(terminal.rest)")
        #expect(terminal.expect("\n> "), "\(terminal.rest)")
        terminal.type("io.write('still', ' here\\n')\r")
        #expect(terminal.expect("\n> "), "\(terminal.rest)")
        terminal.type("\u{4}")
        #expect(terminal.finish() == .exited(0))
    }
}
