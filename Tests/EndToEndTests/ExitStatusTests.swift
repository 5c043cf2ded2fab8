import TestSupport
import Testing

struct ExitStatusTests {
    @Test(
        arguments: [
            ("", 0), ("return", 0), ("return nil", 0), ("return true", 0), ("return false", 1), ("return 0", 0),
            ("return 7", 7),
            ("return 255", 255), ("return 'text'", 0), ("return {}", 0), ("return 1.5", 0), ("return 256", 1),
            ("return -1", 1),
            ("os.exit()", 0), ("os.exit(true)", 0), ("os.exit(false)", 1), ("os.exit(9)", 9), ("os.exit(9, true)", 9),
            ("pcall(os.exit, 5)", 5), ("coroutine.wrap(function() os.exit(6) end)()", 6),
            ("karst.task.spawn(function() os.exit(8) end) karst.task.sleep(10)", 8),
            ("error('x')", 1), ("error({})", 1), ("error()", 1), ("x x", 1),
            ("karst.task.spawn(function() error('x') end)", 1),
            ("karst.task.spawn(function() karst.task.sleep(0.01) os.exit(4) end)", 4),
        ] as [(String, Int32)]
    )
    func theScriptDecides(script: String, status: Int32) throws {
        let sandbox = try Sandbox()
        try sandbox.folder.write(script, to: "script.lua")
        #expect(try sandbox.karst("script.lua").ending == .exited(status))
    }

    @Test(arguments: [
        ["missing.lua"], ["."], ["missing/script.lua"], ["-x"], ["--unknown"], ["-e"], ["-l"], ["-ix"], ["-l", "-"],
        ["run"],
        ["demo", "--count", "0"], ["demo", "--count", "many"], ["demo", "--unknown"], ["import"],
        ["import", "--refuse"],
        ["import", "--refuse", "8.6e17"], ["help", "unknown-topic"], ["-p"], ["--json"], ["--json", "-e", ""],
        ["--check"],
        ["--check", "missing.lua"], ["--profile"], ["--profile", "nope"], ["--profile="], ["--memory", "lots"],
        ["--memory", "0"], ["--memory", "9999999999T"], ["--timeout", "never"], ["--timeout", "0"],
        ["--color=red", "-p", "1"], ["--root", "."], ["--profile", "pure", "--server", "example.org"],
        ["--check=x"], ["--json=x", "-p", "1"], ["--no-rc=x"],
    ])
    func wrongUseIsTwo(arguments: [String]) throws {
        let finished = try Sandbox().program(arguments).finish()
        #expect(finished.ending == .exited(2))
        #expect(finished.output == "")
        #expect(finished.errors.hasPrefix("karst: "))
    }

    @Test(arguments: [
        ["--help"], ["-h"], ["--version"], ["help"], ["demo", "--help"], ["help", "import"], ["run", "--help"],
    ])
    func helpIsAResult(arguments: [String]) throws {
        let finished = try Sandbox().program(arguments).finish()
        #expect(finished.ending == .exited(0))
        #expect(finished.output.contains("karst"))
        #expect(finished.errors == "")
    }

    @Test func everyCommandIsInTheHelp() throws {
        let help = try Sandbox().karst("--help").output
        for command in ["demo", "import", "run", "skeletonize", "synth"] { #expect(help.contains("\n  \(command) ")) }
    }

    @Test func theVersionNamesTheLineEditorAndItsLicence() throws {
        let version = try Sandbox().karst("--version").output
        #expect(version.contains("Lua 5.4"))
        #expect(version.contains("line editor: GNU readline 8"))
        #expect(version.contains("(GPL-3+)"))
    }

    @Test func pendingTasksAreAwaited() throws {
        let script = "karst.task.spawn(function() karst.task.sleep(0.05) print('later') end) print('first')"
        #expect(try Sandbox().karst("-e", script).output == "first\nlater\n")
    }

    @Test func closeHandlersRunAtTheEnd() throws {
        let script = "local guard <close> = setmetatable({}, { __close = function() print('closed') end }) os.exit(3)"
        let finished = try Sandbox().karst("-e", script)
        #expect(finished.output == "closed\n")
        #expect(finished.status == 3)
    }

    @Test func whatCannotBeWrittenIsAFailure() throws {
        let finished = try Sandbox().shell("$KARST -e 'print(1)' > /dev/full")
        #expect(finished.status == 1)
        #expect(finished.errors == "karst: standard output could not be written in full\n")
    }
}

struct ErrorReportTests {
    @Test func anErrorHasItsTraceback() throws {
        let sandbox = try Sandbox()
        try sandbox.folder.write("local function f()\n  error('broken')\nend\nf()\n", to: "script.lua")
        let finished = try sandbox.karst("script.lua")
        let lines = finished.errors.split(separator: "\n").map(String.init)
        #expect(finished.output == "")
        #expect(lines[0] == "karst: script.lua:2: broken")
        #expect(lines[1] == "  2 |   error('broken')")
        #expect(lines[2] == "stack traceback:")
        #expect(lines.contains { $0.contains("script.lua:2: in ") })
        #expect(lines.contains { $0.contains("script.lua:4: in main chunk") })
    }

    @Test(arguments: [
        ("error({ code = 1 })", "{code = 1}"),
        ("error(setmetatable({}, { __tostring = function() return 'shown' end }))", "shown"),
        ("error()", "nil"), ("error(nil)", "nil"), ("error(12)", "12"), ("error('text', 0)", "text"),
        ("karst.json.decode('{')", "bad JSON at byte 1"),
    ])
    func errorsThatAreNoTextsAreShown(script: String, part: String) throws {
        let finished = try Sandbox().karst("-e", script)
        #expect(finished.errors.hasPrefix("karst: "))
        #expect(finished.errors.contains(part))
        #expect(finished.status == 1)
    }

    @Test func theNameThatWasMeantIsTold() throws {
        let sandbox = try Sandbox()
        let script = "local sk = karst.swc.parse('1 1 0 0 0 1 -1')\nprint(sk:cabel_length())\n"
        try sandbox.folder.write(script, to: "script.lua")
        let finished = try sandbox.karst("script.lua")
        let lines = finished.errors.split(separator: "\n").map(String.init)
        #expect(lines[0] == "karst: script.lua:2: attempt to call a nil value (method 'cabel_length')")
        #expect(lines[1] == "  2 | print(sk:cabel_length())")
        #expect(lines[2] == "    |          ^^^^^^^^^^^^ did you mean 'cable_length'?")
    }

    @Test func outputComesBeforeTheMessage() throws {
        let finished = try Sandbox().shell("$KARST -e 'io.write(\"out \") error(\"err\", 0)' 2>&1")
        #expect(finished.output.hasPrefix("out karst: err\n"))
    }

    @Test func aTaskThatNobodyWaitsForSaysWhatWentWrong() throws {
        let finished = try Sandbox().karst("-e", "karst.task.spawn(function() error('alone') end)")
        #expect(finished.errors.contains("alone"))
        #expect(finished.status == 1)
    }
}
