import TestSupport
import Testing

/// What outlives an entry: locals, results.
struct PromptSessionTests {
    @Test func localsSurviveTheirEntry() throws {
        let terminal = try PromptSession.open()
        #expect(terminal.answers("local x, y = 40, 1", with: ""))
        #expect(terminal.answers("x + y + 1", with: "\n42"), "\(terminal.rest)")
        #expect(terminal.answers("local function double(n) return n * 2 end", with: ""))
        #expect(terminal.answers("double(x)", with: "\n80"))
        #expect(terminal.answers("x = x + 1", with: ""))
        #expect(terminal.answers("x", with: "\n41"))
        // Not a global: what is loaded from elsewhere does not see it.
        #expect(terminal.answers("load('return x')(), rawget(_G, 'x')", with: "\nnil\tnil"))
    }

    @Test func aLocalHidesAGlobalEvenWhenItIsNil() throws {
        let terminal = try PromptSession.open()
        #expect(terminal.answers("hidden = 1", with: ""))
        #expect(terminal.answers("local hidden", with: ""))
        #expect(terminal.answers("hidden, _G.hidden", with: "\nnil\t1"), "\(terminal.rest)")
    }

    @Test func constantsAreRefusedWithAHint() throws {
        let terminal = try PromptSession.open()
        #expect(terminal.answers("local c <const> = 5", with: "leave that out, or write do … end around it"))
        #expect(terminal.answers("do local c <const> = 5 print(c) end", with: "\n5"))
    }

    @Test func aLocalEnvironmentRunsAsItIsWithANote() throws {
        let terminal = try PromptSession.open()
        #expect(
            terminal.answers(
                "local _ENV = { print = print } print(1)",
                with: "note: the locals of this entry end with it\n1"
            )
        )
        #expect(terminal.answers("local _ENV = { print = print } print(2)", with: "\n2"))
        #expect(terminal.answers("type(string)", with: "\n\"table\""))
    }

    @Test func resultsHaveNames() throws {
        let terminal = try PromptSession.open()
        #expect(terminal.answers("10, 'b', nil", with: "\n10\t\"b\"\tnil"))
        #expect(terminal.answers("_1, _2, _3, _", with: "\n10\t\"b\"\tnil\t10"))
        #expect(terminal.answers("7", with: "\n7"))
        #expect(terminal.answers("x = 1", with: ""))
        #expect(terminal.answers("_", with: "\n7"))
        #expect(terminal.answers("_2", with: "\nnil"))
        #expect(terminal.answers("_out[3], _out[1][2]", with: "\n7\t\"b\""))
        #expect(terminal.answers("_out[3] = 1", with: "_out is made by the prompt and cannot be changed"))
    }

    @Test func onlyTheLastHundredResultsAreKept() throws {
        let terminal = try PromptSession.open()
        for number in 1...101 { #expect(terminal.answers("\(number) + 0", with: "\n\(number)")) }
        #expect(terminal.answers("_out[1], _out[2]", with: "\nnil\t2"))
    }

    @Test func anOlderResultGoesWhenNothingElseHoldsIt() throws {
        let terminal = try PromptSession.open()
        #expect(terminal.answers("{ 'big' }", with: "{ \"big\" }"))
        #expect(terminal.answers("held = { 'held' } return held", with: "{ \"held\" }"))
        for number in 1...12 { #expect(terminal.answers("\(number) + 0", with: "\n\(number)")) }
        #expect(
            terminal.answers("collectgarbage() return _out[1], _out[2]", with: "\nnil\t{ \"held\" }"),
            "\(terminal.rest)"
        )
    }

    @Test func tracebacksNameTheEntry() throws {
        let terminal = try PromptSession.open()
        #expect(terminal.answers("function fail() error('no') end", with: ""))
        #expect(
            terminal.answers(
                "do fail() end",
                with: "error: [1]:1: no\nstack traceback:\n\t[1]:1: in function 'fail'\n\t[2]:1: in main chunk"
            )
        )
    }
}
