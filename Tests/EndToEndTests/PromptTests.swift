import Glibc
import TestSupport
import Testing

/// Sessions for the tests of the prompt.
enum PromptSession {
    /// A session whose first prompt has been shown.
    static func open(
        _ sandbox: Sandbox? = nil,
        _ arguments: [String] = [],
        columns: UInt16 = 100
    ) throws -> PseudoTerminal {
        let terminal = try PseudoTerminal((sandbox ?? Sandbox()).program(arguments), columns: columns)
        #expect(terminal.expect("> "))
        return terminal
    }

    /// The same with more in its environment.
    static func open(_ environment: [String: String], columns: UInt16 = 100) throws -> PseudoTerminal {
        var sandbox = try Sandbox()
        sandbox.environment.merge(environment) { _, new in new }
        return try open(sandbox, columns: columns)
    }
}

extension PseudoTerminal {
    /// Types an entry and says whether the answer, and then the next prompt, was shown.
    ///
    /// - Parameters:
    ///   - entry: One line.
    ///   - shown: The end of what is shown; with a line's end in front, all of it.
    ///   - isLast: Whether nothing else stands between it and the next prompt.
    func answers(_ entry: String, with shown: String, thenPrompt isLast: Bool = true) -> Bool {
        type(entry + "\r")
        guard expect(entry) else { return false }
        if isLast { return expect(shown + "\n> ") }
        return expect(shown) && expect("\n> ")
    }
}

/// Sessions at a terminal, as a person types them.
struct PromptTests {
    @Test func resultsAreShown() throws {
        let terminal = try PromptSession.open()
        for (entry, shown) in [
            ("1 + 1", "2"), ("= 6 * 7", "42"), ("\"a\\n\"", "\"a\\n\""), ("1, nil, 'x'", "1\tnil\t\"x\""),
            ("nil", "nil"),
            ("864691135463611454", "864691135463611454"), ("1e15", "1e+15"),
            ("{ 1, 2, x = { 3 } }", "{ 1, 2, x = { 3 } }"),
        ] {
            terminal.type(entry + "\r")
            // A key that comes before the prompt is not the prompt's.
            #expect(terminal.expect("\n\(shown)\n> "), "\(entry): \(terminal.rest)")
        }
        terminal.type("\u{4}")
        #expect(terminal.finish() == .exited(0))
    }

    @Test func theLastResultIsKept() throws {
        let terminal = try PromptSession.open()
        terminal.type("40\r")
        #expect(terminal.expect("\n40\n"))
        terminal.type("_ + 2\r")
        #expect(terminal.expect("\n42\n"))
    }

    @Test func statementsShowNothing() throws {
        let terminal = try PromptSession.open()
        terminal.type("x = 5\r")
        terminal.type("x\r")
        #expect(terminal.expect("x = 5\n> x\n5\n"), "\(terminal.visibleText)")
    }

    @Test func anUnfinishedEntryGoesOn() throws {
        let terminal = try PromptSession.open()
        terminal.type("for i = 1, 2 do\r")
        #expect(terminal.expect(">> "))
        terminal.type("print('line', i)\r")
        #expect(terminal.expect(">> "))
        terminal.type("end\r")
        #expect(terminal.expect("\nline\t1\nline\t2\n> "), "\(terminal.visibleText)")
    }

    @Test func aPastedBlockIsOneEntry() throws {
        let sandbox = try Sandbox()
        let terminal = try PromptSession.open(sandbox)
        terminal.type("\u{1B}[200~function f()\n  local x = 20\n\n\n\n  return x + 3\nend\u{1B}[201~\r")
        terminal.type("f()\r")
        #expect(terminal.expect("\n23\n> "), "\(terminal.visibleText)")
        terminal.type("\u{4}")
        _ = terminal.finish()
        #expect(try sandbox.folder.text("home/state/karst/history").contains("return x + 3\nend\n#"))
    }

    @Test func twoEmptyLinesGiveUpAnEntry() throws {
        let terminal = try PromptSession.open()
        terminal.type("x = {\r\r\r")
        #expect(terminal.expect("given up"))
        terminal.type("7\r")
        #expect(terminal.expect("\n7\n"))
    }

    @Test func controlCClearsTheEntry() throws {
        let terminal = try PromptSession.open()
        terminal.type("for i = 1, 2 do\r")
        #expect(terminal.expect(">> "))
        terminal.type("print(\u{3}")
        #expect(terminal.expect("^C\n> "), "\(terminal.visibleText)")
        terminal.type("'still here'\r")
        #expect(terminal.expect("\n\"still here\"\n> "))
        for _ in 1...5 {
            terminal.type("\u{3}")
            #expect(terminal.expect("^C\n> "), "\(terminal.rest)")
        }
        terminal.type("9\r")
        #expect(terminal.expect("\n9\n"))
    }

    @Test(arguments: [
        "while true do end", "coroutine.wrap(function() while true do end end)()",
        "while true do pcall(function() while true do end end) end", "task.sleep(1000)",
        "while true do pcall(task.sleep, 1000) end", "io.read()",
    ])
    func controlCInterruptsWhatRuns(entry: String) throws {
        let terminal = try PromptSession.open()
        for round in 1...3 {
            terminal.type("print('start' .. \(round)) \(entry)\r")
            #expect(terminal.expect("\nstart\(round)\n"))
            usleep(50_000)
            terminal.type("\u{3}")
            #expect(terminal.expect("interrupted\n> "), "\(terminal.rest)")
        }
        terminal.type("8\r")
        #expect(terminal.expect("\n8\n"))
    }

    @Test func errorsLeadToTheNextPrompt() throws {
        let terminal = try PromptSession.open()
        for (entry, shown) in [
            ("x x", "error: [1]:1: syntax error near 'x'\n> "), ("error('no')", "error: [2]:1: no\n> "),
            ("error({ code = 'odd' })", "error: { code = \"odd\" }"),
            ("nothing.field", "attempt to index a nil value (global 'nothing')"),
            ("karst.json.decode('{')", "bad JSON"), ("error()", "error: nil"),
        ] {
            terminal.type(entry + "\r")
            #expect(terminal.expect(shown), "\(entry): \(terminal.rest)")
        }
        terminal.type("1\r")
        #expect(terminal.expect("\n1\n"))
    }

    @Test func backgroundTasksGoOnWhileSomebodyTypes() throws {
        let terminal = try PromptSession.open()
        terminal.type("task.spawn(function() for i = 1, 3 do task.sleep(0.05) done = i end end)\r")
        #expect(terminal.expect("> "))
        terminal.type("don")
        usleep(500_000)
        terminal.type("e\r")
        #expect(terminal.expect("done\n3\n"), "\(terminal.visibleText)")
    }

    @Test func anErrorLeavesBackgroundTasksAlone() throws {
        let terminal = try PromptSession.open()
        terminal.type("task.spawn(function() task.sleep(0.3) done = 'yes' end)\r")
        #expect(terminal.expect("> "))
        terminal.type("error('unrelated')\r")
        #expect(terminal.expect("unrelated\n> "))
        usleep(600_000)
        terminal.type("done\r")
        #expect(terminal.expect("\n\"yes\"\n"), "\(terminal.rest)")
    }

    @Test func tabCompletesNamesFieldsAndMethods() throws {
        let terminal = try PromptSession.open()
        terminal.type("string.rep\t('ab', 2)\r")
        #expect(terminal.expect("\n\"abab\"\n"))
        terminal.type("coro\t.isy\t()\r")
        #expect(terminal.expect("coroutine.isyieldable()\n"), "\(terminal.rest)")
        terminal.type("long_name_of_mine = { inner_field = { 77 } }\r")
        terminal.type("long_n\t.inn\t[1]\r")
        #expect(terminal.expect("\n77\n"), "\(terminal.rest)")
        terminal.type("skel\t.rea\t\r")
        #expect(terminal.expect("skeleton"), "\(terminal.rest)")
        terminal.type("for i = 1, 2 do io.wri\t(i) en\t\r")
        #expect(terminal.expect("\n12"), "\(terminal.rest)")
    }

    @Test func oneTabListsWhatThereIs() throws {
        let terminal = try PromptSession.open()
        terminal.type("string.re\t")
        #expect(terminal.expect("\nrep      reverse") && terminal.expect("\n> string.re"), "\(terminal.rest)")
        terminal.type("v\t('ab')\r")
        #expect(terminal.expect("\n\"ba\"\n> "), "\(terminal.rest)")
    }

    @Test func completionRunsNoCodeOfTheUser() throws {
        let terminal = try PromptSession.open()
        terminal.type(
            "trap = setmetatable({}, { __index = function() called = true end, __pairs = function() called = true end })\r"
        )
        #expect(terminal.expect(" end })\n> "))
        terminal.type("trap.fi\t\u{15}called\r")
        #expect(terminal.expect("called\nnil\n"), "\(terminal.rest)")
    }

    @Test func historyIsKeptBetweenSessions() throws {
        let sandbox = try Sandbox()
        let first = try PromptSession.open(sandbox)
        first.type("1111 + 2222\r")
        #expect(first.expect("\n3333\n"))
        first.type(" 'not kept'\r")
        #expect(first.expect("\n\"not kept\"\n"))
        first.type("token = 'abcdefghijkl'\r")
        #expect(first.expect("\n> "))
        first.type("\u{4}")
        #expect(first.finish() == .exited(0))
        #expect(try !sandbox.folder.text("home/state/karst/history").contains("not kept"))
        #expect(try !sandbox.folder.text("home/state/karst/history").contains("token"))

        let second = try PromptSession.open(sandbox)
        second.type("\u{10}\r")  // Ctrl-P: the entry before
        #expect(second.expect("1111 + 2222\n3333\n"), "\(second.visibleText)")
    }

    @Test func aHomeThatCannotBeWrittenIsToleratedWithOneWarning() throws {
        var sandbox = try Sandbox()
        try sandbox.folder.write("", to: "file")
        sandbox.environment["XDG_STATE_HOME"] = sandbox.folder("file/state")
        let terminal = try PromptSession.open(sandbox)
        terminal.type("1\r2\r3\r")
        #expect(terminal.expect("\n3\n"))
        let warnings = terminal.visibleText.split(separator: "\n").filter { $0.contains("history is not kept") }
        #expect(warnings.count == 1)
    }

    @Test func sessionsEndInTheirOwnWays() throws {
        for (keys, ending) in [
            ("\u{4}", Ending.exited(0)), (":quit\r", .exited(0)), ("os.exit(7)\r", .exited(7)),
            ("os.exit(false)\r", .exited(1)),
            ("pcall(os.exit, 3)\r", .exited(3)),
            ("task.spawn(function() task.sleep(0.1) os.exit(5) end)\r", .exited(5)),
        ] {
            let terminal = try PromptSession.open()
            terminal.type(keys)
            #expect(terminal.finish() == ending, "\(keys)")
        }
    }

    @Test(arguments: [SIGTERM, SIGHUP]) func aSignalEndsTheSession(signal: Int32) throws {
        let terminal = try PromptSession.open()
        kill(terminal.pid, signal)
        #expect(terminal.finish() == .signalled(signal))
    }

    @Test func aDumbTerminalGetsNoEscapes() throws {
        var sandbox = try Sandbox()
        sandbox.environment["TERM"] = "dumb"
        let terminal = try PromptSession.open(sandbox)
        terminal.type("{ 1, 'x' }\r")
        #expect(terminal.expect("\n{ 1, \"x\" }\n> "))
        terminal.type("\u{4}")
        _ = terminal.finish()
        #expect(!terminal.shown.contains(0x1B))
    }

    @Test func coloursCanBeTurnedOff() throws {
        var sandbox = try Sandbox()
        sandbox.environment["NO_COLOR"] = "1"
        let terminal = try PromptSession.open(sandbox)
        terminal.type("{ 1, 'x' }\r")
        #expect(terminal.expect("\n{ 1, \"x\" }\n"))
        #expect(!String(decoding: terminal.shown, as: UTF8.self).contains("\u{1B}[3"))
    }

    @Test func aNarrowTerminalWorks() throws {
        let terminal = try PromptSession.open(try Sandbox(), columns: 20)
        terminal.type("x = 'a text that is longer than the terminal is wide'\r#x\r")
        #expect(terminal.expect("\n47\n"), "\(terminal.visibleText)")
    }

    @Test func aScriptLeadsToThePromptEvenWhenItFails() throws {
        let sandbox = try Sandbox()
        try sandbox.folder.write("kept = 12 error('broken')", to: "script.lua")
        let terminal = try PseudoTerminal(sandbox.program(["-i", "script.lua"]))
        #expect(terminal.expect("script.lua:1: broken"))
        #expect(terminal.expect("> "))
        terminal.type("kept\r")
        #expect(terminal.expect("\n12\n"))
    }

    @Test func resultsCanGoToAFileWhileTheTerminalIsUsed() throws {
        let sandbox = try Sandbox()
        var program = sandbox.program(["-c", "$KARST > results"], executable: "/bin/sh")
        program.environment["KARST"] = BuiltProducts.karst
        let terminal = try PseudoTerminal(program)
        #expect(terminal.expect("> "))
        terminal.type("6 * 7\r")
        #expect(terminal.expect("6 * 7\n> "))
        terminal.type("\u{4}")
        #expect(terminal.finish() == .exited(0))
        #expect(try sandbox.folder.text("results") == "42\n")
    }

    @Test func theTerminalIsAsItWasWhileAnEntryRuns() throws {
        let terminal = try PromptSession.open()
        terminal.type("io.read('l')\r")
        #expect(terminal.expect("io.read('l')\n"))
        usleep(100_000)
        terminal.type("tyy\u{7F}ped\n")  // the terminal itself rubs out
        #expect(terminal.expect("\n\"typed\"\n> "), "\(terminal.visibleText)")
    }

    @Test func anInterruptedScriptLeadsToThePrompt() throws {
        let terminal = try PseudoTerminal(Sandbox().program(["-i", "-e", "print('ready') while true do end"]))
        #expect(terminal.expect("ready\n"))
        terminal.type("\u{3}")
        #expect(terminal.expect("karst: interrupted\n"))
        #expect(terminal.expect("> "))
        terminal.type("5 + 6\r")
        #expect(terminal.expect("\n11\n"))
    }

    @Test func helpSaysHowToGoOn() throws {
        let terminal = try PromptSession.open()
        terminal.type(":help\r")
        #expect(terminal.expect("Ctrl-C"))
        terminal.type(":nonsense\r")
        #expect(terminal.expect("there is no command ':nonsense'"))
    }
}

/// `karst -i` with its input in a pipe: results only.
struct PipedPromptTests {
    @Test func entriesAreReadOneByOne() throws {
        let input = "1 + 1\nx =\n5\nx\nfor i = 1, 2 do\nprint(i)\nend\nnil\nlocal y = 1\n_\n"
        let finished = try Sandbox().karst("-E", "-i", input: input)
        #expect(finished.output == "2\n5\n1\n2\nnil\nnil\n")
        #expect(finished.errors == "")
        #expect(finished.ending == .exited(0))
    }

    @Test func anEntryMayReadWhatFollowsIt() throws {
        let finished = try Sandbox().karst("-i", input: "io.read()\nthe next line\n7\n")
        #expect(finished.output.hasSuffix("\"the next line\"\n7\n"))
    }

    @Test func errorsDoNotEndIt() throws {
        let finished = try Sandbox().karst("-i", input: "error('x')\n3\ny y\n4\n")
        #expect(finished.output.hasSuffix("3\n4\n"))
        #expect(finished.errors == "error: [1]:1: x\nerror: [3]:1: syntax error near 'y'\n")
        #expect(finished.ending == .exited(0))
    }

    @Test(arguments: ["project", "pure"]) func whatScriptsMayNotUseIsNotNeeded(profile: String) throws {
        let input = "local x = 5\nx + 1\nfunction f(a) end\nf?\nx = strin.y\n:load missing.lua\n"
        let finished = try Sandbox().karst("--profile", profile, "-i", input: input)
        #expect(finished.output == "6\nf(_)\ndefined at [3]:1\n")
        #expect(
            finished.errors.contains("(global 'strin')\n  1 | x = strin.y\n    |     ^^^^^ did you mean 'string'?\n")
        )
        #expect(finished.errors.contains("missing.lua"))
    }

    @Test func anEntryThatEndsTooEarlyIsAnError() throws {
        let finished = try Sandbox().karst("-i", input: "for i = 1, 2 do\n")
        #expect(finished.errors == "error: the entry ends too early\n")
    }

    @Test func aFailingScriptLeadsToThePrompt() throws {
        let finished = try Sandbox().karst("-i", "missing.lua", input: "1\n")
        #expect(finished.errors.contains("cannot open missing.lua"))
        #expect(finished.output.hasSuffix("1\n"))
    }
}
