import Glibc
import TestSupport
import Testing

/// The commands that begin with a colon.
struct PromptCommandTests {
    @Test func helpListsEveryCommand() throws {
        let terminal = try PromptSession.open()
        terminal.type(":help\r")
        for name in ["help", "doc", "type", "time", "edit", "history", "cancel", "quit"] {
            #expect(terminal.expect("\n  :\(name) "), "\(name)")
        }
    }

    @Test(arguments: [40, 80]) func helpFitsTheTerminal(columns: UInt16) throws {
        let terminal = try PromptSession.open(nil, columns: columns)
        terminal.type(":help\r")
        #expect(terminal.expect("sk:to_unit(\"um\"):write(\"cell.swc\")\n> "))
        let page = try #require(terminal.visibleText.firstRange(of: "Type Lua")).lowerBound
        let lines = terminal.visibleText[page...].split(separator: "\n").filter { !$0.contains("cave.client(") }
        #expect(lines.allSatisfy { $0.count <= Int(columns) })
    }

    /// What `:help` proposes is typed line by line.
    @Test func theFirstSessionRunsAsItStands() throws {
        let sandbox = try Sandbox()
        #expect(try sandbox.karst("demo").status == 0)
        let help = try sandbox.karst("-i", input: ":help\n").output
        let session = try #require(help.firstRange(of: "A first session")).upperBound
        let lines = help[session...].split(separator: "\n").filter { $0.hasPrefix("  ") }.map { $0.dropFirst(2) }
        #expect(lines.count == 6)
        let finished = try sandbox.karst("-i", input: lines.joined(separator: "\n") + "\n")
        #expect(finished.errors == "")
        #expect(finished.output.hasPrefix("Skeleton 864691128455136233 (972 nodes"))
        #expect(finished.output.contains("cable_length = "))
        #expect(try sandbox.folder.text("cell.swc").contains("\n972 "))
    }

    @Test func anUnknownCommandIsAnError() throws {
        let terminal = try PromptSession.open()
        terminal.type(":nonsense\r")
        #expect(terminal.expect("error: there is no command ':nonsense'"))
        #expect(terminal.answers("5", with: "\n5"))
    }

    @Test func commandsThatNeedAnArgumentSayWhich() throws {
        let terminal = try PromptSession.open()
        #expect(terminal.answers(":time", with: "error: say what to measure, such as ':time sk:measure()'"))
        #expect(terminal.answers(":load", with: "error: say which file"))
        #expect(terminal.answers(":type x =", with: "error: an expression is expected, such as a name"))
    }

    @Test func typesAreTold() throws {
        let terminal = try PromptSession.open()
        for (expression, type) in [
            ("1", "integer"), ("1.5", "float"), ("'abc'", "string of 3 bytes"), ("nil", "nil"),
            ("{ 1, 2, x = 3 }", "table with 2 list items and 1 field"), ("print", "function(...), built in"),
            ("function(a, b) end", "function(a, b), defined at [command]:1"),
        ] {
            #expect(terminal.answers(":type \(expression)", with: "\n\(type)"), "\(expression): \(terminal.rest)")
        }
    }

    @Test func methodsAreListed() throws {
        let terminal = try PromptSession.open()
        #expect(
            terminal.answers("local t = setmetatable({ b = print }, { __index = { a = function(x) end } })", with: "")
        )
        #expect(terminal.answers(":methods t", with: "\n  a(x)\n  b(...)"))
        #expect(terminal.answers(":methods 5", with: "\nnothing can be called on this: integer"))
    }

    @Test func docAndSourceOfOnesOwnFunctions() throws {
        let terminal = try PromptSession.open()
        terminal.type("\u{1B}[200~-- Adds.\nfunction add(a, b)\n  return a + b\nend\u{1B}[201~\r")
        #expect(terminal.expect("end\n> "))
        #expect(terminal.answers("add?", with: "\nadd(a, b)\nAdds.\ndefined at [1]:2"))
        #expect(terminal.answers("add??", with: "\n-- [1]:2\nfunction add(a, b)\n  return a + b\nend"))
        #expect(terminal.answers("print??", with: "error: this function is not written in Lua"))
        #expect(
            terminal.answers("_G??", with: "error: only functions have a source; this is: table", thenPrompt: false)
        )
    }

    @Test func timeRunsManyTimesAndWhatIsSlowOnce() throws {
        let terminal = try PromptSession.open()
        terminal.type(":time 1 + 1\r")
        #expect(terminal.expect("rounds of "))
        terminal.type("runs = 0\r")
        #expect(terminal.answers(":time do runs = runs + 1 task.sleep(0.6) end", with: ", ran once"))
        #expect(terminal.answers("runs", with: "\n1"))
    }

    @Test func filesAreLoadedAndModulesReloaded() throws {
        let sandbox = try Sandbox()
        try sandbox.folder.write("loaded = (loaded or 0) + 1", to: "script.lua")
        try sandbox.folder.write("return { value = 1 }", to: "mine.lua")
        let terminal = try PromptSession.open(sandbox)
        #expect(terminal.answers(":load script.lua", with: ""))
        #expect(terminal.answers("loaded", with: "\n1"))
        #expect(
            terminal.answers(":load missing.lua", with: "error: cannot open missing.lua: No such file or directory")
        )
        #expect(terminal.answers("local mine = require 'mine'", with: ""))
        try sandbox.folder.write("return { value = 2 }", to: "mine.lua")
        #expect(terminal.answers(":reload mine", with: "\nloaded 'mine' again"))
        #expect(terminal.answers("mine.value", with: "\n2"))
        try sandbox.folder.write("return {", to: "mine.lua")
        terminal.type(":reload mine\r")
        #expect(terminal.expect("unexpected symbol near <eof>"))
        #expect(terminal.answers("mine.value, require 'mine'.value", with: "\n2\t2"))
    }

    @Test func anEntryIsEditedAndRunAgain() throws {
        let sandbox = try Sandbox()
        try sandbox.folder.write("#!/bin/sh\nsed -i s/20/40/ \"$1\"\n", to: "editor")
        #expect(chmod(sandbox.folder("editor"), 0o755) == 0)
        let terminal = try PromptSession.open(["EDITOR": sandbox.folder("editor")])
        #expect(terminal.answers("20 + 2", with: "\n22"))
        #expect(terminal.answers(":edit", with: "\n> 40 + 2\n42"))
        #expect(terminal.answers(":edit 1", with: "\n> 40 + 2\n42"))
        #expect(terminal.answers(":edit 99", with: "error: there is no entry 99"))
        // What was edited is an entry of its own.
        terminal.type("\u{1B}[A\u{1B}[A\r")
        #expect(terminal.expect("40 + 2\n42\n> "), "\(terminal.rest)")
    }

    @Test func aFailingEditorIsAnError() throws {
        let terminal = try PromptSession.open(["VISUAL": "false"])
        #expect(terminal.answers("1", with: "\n1"))
        #expect(terminal.answers(":edit", with: "error: the editor 'false' failed; $EDITOR names another"))
    }

    @Test func historyIsShownAndSearched() throws {
        let terminal = try PromptSession.open()
        #expect(terminal.answers("alpha = 1", with: ""))
        #expect(terminal.answers("beta = 2", with: ""))
        #expect(terminal.answers(":history alp", with: "\n[1]   alpha = 1"))
        #expect(terminal.answers(":history 1", with: "\n[2]   beta = 2"))
    }

    @Test func goodEntriesAreSavedAsAScript() throws {
        let sandbox = try Sandbox()
        let terminal = try PromptSession.open(sandbox)
        #expect(terminal.answers("local x = 5", with: ""))
        #expect(terminal.answers("error('not this')", with: "not this"))
        #expect(terminal.answers("=x + 1", with: "\n6"))
        #expect(terminal.answers("print('done')", with: "\ndone"))
        #expect(terminal.answers(":save session.lua", with: ""))
        #expect(try sandbox.folder.text("session.lua") == "local x = 5\npp(x + 1)\nprint('done')\n")
        #expect(terminal.answers(":save /nowhere/x", with: "/nowhere", thenPrompt: false))
    }

    @Test func settingsChangeWhatIsPrinted() throws {
        let terminal = try PromptSession.open()
        #expect(terminal.answers(":set items 2", with: ""))
        #expect(terminal.answers("#{ 1, 2, 3 }, { 1, 2, 3 }", with: "1 more", thenPrompt: false), "\(terminal.rest)")
        #expect(terminal.answers(":set items", with: ""))
        #expect(terminal.answers("{ 1, 2, 3 }", with: "\n{ 1, 2, 3 }"))
        #expect(terminal.answers(":set items many", with: "error: 'items' is a number above 0, not 'many'"))
        #expect(terminal.answers(":set colour maybe", with: "error: 'colour' is on or off, not 'maybe'"))
        terminal.type(":set nonsense 1\r")
        #expect(terminal.expect("error: there is no setting 'nonsense'"))
    }

    @Test func tasksAreListedAndCancelled() throws {
        let terminal = try PromptSession.open()
        #expect(terminal.answers(":tasks", with: "\nno task is under way"))
        #expect(terminal.answers("for i = 1, 2 do task.spawn(task.sleep, 1000) end", with: ""))
        #expect(terminal.answers("task.sleep(0.01)", with: ""))  // they have begun to wait
        terminal.type(":tasks\r")
        #expect(terminal.expect("waiting for sleep, "))
        #expect(terminal.expect("waiting for sleep, "))
        #expect(terminal.answers(":cancel nothing", with: "error: a task's number or 'all' expected, got 'nothing'"))
        #expect(terminal.answers(":cancel 9999", with: "error: there is no task 9999 under way"))
        #expect(terminal.answers(":cancel all", with: ""))
        #expect(terminal.answers(":tasks", with: "\nno task is under way"))
    }

    @Test func theLastErrorAndTheLastResultCanBeSeenInFull() throws {
        let terminal = try PromptSession.open()
        #expect(terminal.answers(":trace", with: "\nthere was no error yet"))
        #expect(terminal.answers("error('no')", with: "error: [1]:1: no"))
        #expect(terminal.answers(":trace", with: "\n[1]:1: no\nstack traceback:", thenPrompt: false))
        #expect(terminal.answers(":full", with: "\nthere is no result yet"))
        #expect(terminal.answers("('x'):rep(300)", with: "(300 bytes)", thenPrompt: false))
        #expect(terminal.answers(":full", with: String(repeating: "x", count: 20) + "\"", thenPrompt: false))
    }

    @Test func memoryIsTold() throws {
        let terminal = try PromptSession.open()
        terminal.type(":mem\r")
        #expect(terminal.expect("in use"))
        #expect(terminal.expect("objects"))
    }

    @Test func quitTakesAStatus() throws {
        let terminal = try PromptSession.open()
        terminal.type(":quit 3\r")
        #expect(terminal.finish() == .exited(3))
    }

    @Test func commandNamesAreCompleted() throws {
        let terminal = try PromptSession.open()
        terminal.type(":tas\t\r")
        #expect(terminal.expect(":tasks\nno task is under way\n> "))
    }
}
