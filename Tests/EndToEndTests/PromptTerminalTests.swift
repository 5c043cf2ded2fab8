import Glibc
import TestSupport
import Testing

/// What becomes of the line and the terminal around it.
struct PromptTerminalTests {
    /// Text that goes on once the file `go` is there.
    private static func whenTold(_ action: String) -> String {
        "task.spawn(function() while not io.open('go') do task.sleep(0.02) end \(action) end) and nil"
    }

    @Test(
        arguments: [
            ("print('tick')", "tick"), ("io.stderr:write('tick\\n')", "tick"), ("io.write('tick')", "tick"),
            ("log.info('tick')", "info: tick"), ("error('tick')", "tick"), ("os.execute('echo tick')", "tick"),
        ]
    )
    func messagesOfTasksStandAboveTheLine(action: String, shown: String) throws {
        let sandbox = try Sandbox()
        let terminal = try PromptSession.open(sandbox)
        #expect(terminal.answers(Self.whenTold(action), with: "\nnil"))
        terminal.type("half")
        #expect(terminal.expect("half"))
        try sandbox.folder.write("", to: "go")
        #expect(terminal.expect(shown))
        #expect(terminal.expect("\n> half"), "\(terminal.rest)")
        terminal.type(" = 5\r")
        #expect(terminal.expect(" = 5\n> "))
        #expect(terminal.answers("half", with: "\n5"))
    }

    @Test func progressOfTasksIsPlainLines() throws {
        let sandbox = try Sandbox()
        let terminal = try PromptSession.open(sandbox)
        let bar = "local bar = progress.open('work', 2) bar:add(1) bar:add(1) bar:close()"
        #expect(terminal.answers(Self.whenTold(bar), with: "\nnil"))
        terminal.type("half")
        #expect(terminal.expect("half"))
        try sandbox.folder.write("", to: "go")
        #expect(terminal.expect("work 2/2\n> half"), "\(terminal.rest)")
    }

    @Test func muchOutputOfATaskDoesNotStopIt() throws {
        let sandbox = try Sandbox()
        let terminal = try PromptSession.open(sandbox)
        let much = "for i = 1, 2000 do print(('x'):rep(99)) end print('end of it')"
        #expect(terminal.answers(Self.whenTold(much), with: "\nnil"))
        try sandbox.folder.write("", to: "go")
        #expect(terminal.expect("end of it\n> "))
        #expect(terminal.answers("3", with: "\n3"))
    }

    @Test func aWaitSaysWhatItIsFor() throws {
        let terminal = try PromptSession.open()
        terminal.type("task.sleep(1000)\r")
        #expect(terminal.expect("sleep, 0 s (Ctrl-C cancels)"))
        terminal.type("\u{3}")
        #expect(terminal.expect("interrupted\n> "))
        #expect(terminal.answers(":set spinner off", with: ""))
        terminal.type("task.sleep(0.8) return 'over'\r")
        #expect(terminal.expect("\"over\"\n> "))
        #expect(!terminal.visibleText.components(after: "spinner off").contains("Ctrl-C cancels"))
    }

    @Test func aProgressBarIsNotDrawnOver() throws {
        let terminal = try PromptSession.open()
        terminal.type("local bar = progress.open('work', 2) bar:add(1) task.sleep(0.8) bar:close() return 'done'\r")
        #expect(terminal.expect("\"done\"\n> "))
        #expect(terminal.visibleText.contains("work 1/2"))
        #expect(!terminal.visibleText.contains("Ctrl-C cancels"), "\(terminal.visibleText)")
    }

    @Test func theKeyThatStopsGivesTheTerminalBack() throws {
        var sandbox = try Sandbox()
        sandbox.environment["PS1"] = "shell$ "
        sandbox.environment["KARST"] = BuiltProducts.karst
        let terminal = try PseudoTerminal(sandbox.program(["-i"], executable: "/bin/sh"))
        #expect(terminal.expect("shell$ "))
        terminal.type("\"$KARST\"\r")
        #expect(terminal.expect("> "))
        terminal.type("half")
        #expect(terminal.expect("half"))
        terminal.type("\u{1A}")
        #expect(terminal.expect("shell$ "), "\(terminal.rest)")
        terminal.type("stty -a | tr ';' '\\n' | grep -c -e ' icanon' -e ' echo '; echo asked\r")
        #expect(terminal.expect("2\nasked\n") || terminal.visibleText.contains("\n1\nasked"), "\(terminal.rest)")
        terminal.type("fg\r")
        #expect(terminal.expect("> half"), "\(terminal.rest)")
        terminal.type(" = 5\r")
        #expect(terminal.expect(" = 5\n> "))
        #expect(terminal.answers("half", with: "\n5"))
        terminal.type("\u{4}")
        #expect(terminal.expect("shell$ "))
    }

    @Test func whatRunsCanBeStoppedToo() throws {
        var sandbox = try Sandbox()
        sandbox.environment["PS1"] = "shell$ "
        sandbox.environment["KARST"] = BuiltProducts.karst
        let terminal = try PseudoTerminal(sandbox.program(["-i"], executable: "/bin/sh"))
        #expect(terminal.expect("shell$ "))
        terminal.type("\"$KARST\"\r")
        #expect(terminal.expect("> "))
        terminal.type("print('be' .. 'gun') while not io.open('go') do end print('done')\r")
        #expect(terminal.expect("begun\n"))
        terminal.type("\u{1A}")
        #expect(terminal.expect("shell$ "), "\(terminal.rest)")
        try sandbox.folder.write("", to: "go")
        terminal.type("fg\r")
        #expect(terminal.expect("done\n> "), "\(terminal.rest)")
    }

    @Test func theInputrcOfTheUserIsRespected() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(
            "$if karst\n\"\\C-t\": \"6 * 7\"\n\"\\e[A\": \"from the file\"\n$endif\n",
            to: "inputrc"
        )
        let terminal = try PromptSession.open(["INPUTRC": file])
        terminal.type("\u{14}\r")
        #expect(terminal.expect("6 * 7\n42\n> "))
        terminal.type("\u{1B}[A")
        #expect(terminal.expect("from the file"))
    }

    @Test func viKeysWork() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("set editing-mode vi\n", to: "inputrc")
        let terminal = try PromptSession.open(["INPUTRC": file])
        terminal.type("1 + 3\u{1B}")
        terminal.type("0r4\r")
        #expect(terminal.expect("\n7\n> "), "\(terminal.rest)")
    }

    @Test func theArrowsLookForWhatWasTyped() throws {
        let terminal = try PromptSession.open()
        #expect(terminal.answers("alpha = 1", with: ""))
        #expect(terminal.answers("beta = 2", with: ""))
        terminal.type("al\u{1B}[A")
        #expect(terminal.expect("alpha = 1"))
        terminal.type("\r")
        #expect(terminal.expect("\n> "))
        terminal.type("\u{12}bet")
        #expect(terminal.expect("beta = 2"))
        terminal.type("\r")
        #expect(terminal.expect("\n> "))
    }

    @Test func anEntryOfSeveralLinesIsRecalledWhole() throws {
        let sandbox = try Sandbox()
        let first = try PromptSession.open(sandbox)
        first.type("for i = 1, 2 do\r")
        #expect(first.expect(">> "))
        first.type("print('line', i)\r")
        #expect(first.expect(">> "))
        first.type("end\r")
        #expect(first.expect("line\t2\n> "))
        let second = try PromptSession.open(sandbox)
        second.type("\u{1B}[A\r")
        #expect(second.expect("\nline\t1\nline\t2\n> "), "\(second.rest)")
    }

    @Test func twoSessionsAtATimeKeepBothTheirEntries() throws {
        let sandbox = try Sandbox()
        let (one, two) = (try PromptSession.open(sandbox), try PromptSession.open(sandbox))
        #expect(one.answers("1 + 0", with: "\n1"))
        #expect(two.answers("2 + 0", with: "\n2"))
        #expect(two.answers("2 + 0", with: "\n2"))
        #expect(one.answers("3 + 0", with: "\n3"))
        let kept = try sandbox.folder.text("home/state/karst/history").split(separator: "\n").filter {
            !$0.hasPrefix("#")
        }
        #expect(kept == ["1 + 0", "2 + 0", "3 + 0"])
    }

    @Test func aNewWidthIsNoticed() throws {
        let terminal = try PromptSession.open()
        terminal.resize(columns: 40)
        #expect(terminal.answers("terminal.width('stdout')", with: "\n40"))
    }

    @Test func fortyColumnsAreEnough() throws {
        let terminal = try PromptSession.open(nil, columns: 40)
        terminal.type("text = 'a text that is longer than forty columns are wide, twice over, or nearly so'\r")
        #expect(terminal.expect("\n> "))
        #expect(terminal.answers("#text", with: "\n75"), "\(terminal.rest)")
        terminal.type("task.sleep(1000)\r")
        #expect(terminal.expect("sleep, 0 s (Ctrl-C cancels)"))
        terminal.type("\u{3}")
        #expect(terminal.expect("interrupted\n> "))
    }

    @Test func lettersOfSeveralBytesAreOneKey() throws {
        let terminal = try PromptSession.open()
        terminal.type("'grüßé\u{7F}e, 神経'\r")
        #expect(terminal.expect("\n\"grüße, 神経\"\n> "), "\(terminal.rest)")
    }

    @Test func aDumbTerminalHasMessagesAndNoSpinner() throws {
        var sandbox = try Sandbox()
        sandbox.environment["TERM"] = "dumb"
        let terminal = try PromptSession.open(sandbox)
        terminal.type(Self.whenTold("print('tick')") + "\r")  // longer than the line, which scrolls here
        #expect(terminal.expect("\nnil\n> "))
        terminal.type("half")
        #expect(terminal.expect("half"))
        try sandbox.folder.write("", to: "go")
        #expect(terminal.expect("tick\n> half"), "\(terminal.rest)")
        terminal.type(" = 5\r")
        #expect(terminal.answers("task.sleep(0.8) return half", with: "5"))
        #expect(!terminal.visibleText.contains("Ctrl-C cancels"))
        #expect(!terminal.shown.contains(0x1B))
    }
}

/// The terminal's own line editing, without a library.
struct PlainEditorTests {
    private static let environment = ["KARST_LINE_EDITOR": "plain"]

    @Test func entriesAreReadAndAnswered() throws {
        let terminal = try PromptSession.open(Self.environment)
        #expect(terminal.answers("local x = 6", with: ""))
        terminal.type("x *\r")
        #expect(terminal.expect(">> "))
        terminal.type("78\u{7F}\r")
        #expect(terminal.expect("\n42\n> "), "\(terminal.rest)")
        terminal.type("\u{4}")
        #expect(terminal.finish() == .exited(0))
    }

    @Test func messagesAndInterruptsWork() throws {
        let terminal = try PromptSession.open(Self.environment)
        terminal.type("task.spawn(function() task.sleep(0.05) print('tick') end) and nil\r")
        #expect(terminal.expect("nil\n> "))
        #expect(terminal.expect("tick\n> "))
        terminal.type("half\u{3}")
        #expect(terminal.expect("^C\n> "), "\(terminal.rest)")
        terminal.type("print('be' .. 'gun') while true do end\r")
        #expect(terminal.expect("begun\n"))
        terminal.type("\u{3}")
        #expect(terminal.expect("interrupted\n> "))
        #expect(terminal.answers("9", with: "\n9"))
    }
}

extension String {
    /// What stands behind the first occurrence of a text.
    fileprivate func components(after text: String) -> Substring {
        firstRange(of: text).map { self[$0.upperBound...] } ?? self[...]
    }
}
