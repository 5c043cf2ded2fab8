import Glibc
import TestSupport
import Testing

/// The options of the runner that `lua` does not have.
struct RunnerOptionTests {
    // MARK: -p and --json

    @Test func anExpressionIsShownAsThePromptShowsIt() throws {
        let finished = try Sandbox().karst("-p", "864691135463333789, 2.0, 'a\\n', nil, { 1, b = 'x' }")
        #expect(finished.output == "864691135463333789\n2.0\n\"a\\n\"\nnil\n{ 1, b = \"x\" }\n")
        #expect(finished.ending == .exited(0))
        #expect(finished.errors == "")
    }

    @Test func expressionsAreShownInTheOrderOfTheOptions() throws {
        let finished = try Sandbox().karst("-e", "x = 1", "-p", "x", "-e", "x = 2", "-px", "-e", "print(3)")
        #expect(finished.output == "1\n2\n3\n")
    }

    @Test func whatGivesNothingShowsNothing() throws {
        #expect(try Sandbox().karst("-p", "(function() end)()").output == "")
    }

    @Test func resultsAsJSONAreExact() throws {
        let expression = "{ [864691135463333789] = 9007199254740993 }, { 1, 2.5 }, 'é', nil, true, karst.json.list()"
        let finished = try Sandbox().karst("--json", "-p", expression)
        #expect(
            finished.output == "{\"864691135463333789\":9007199254740993}\n[1,2.5]\n\"é\"\nnull\ntrue\n[]\n"
        )
    }

    @Test(arguments: [
        ("print", "value: a function has no form in JSON"),
        ("0/0", "value: JSON has no number"),
        ("{ a = { io.stdout } }", "value.a[1]: a userdata has no form in JSON"),
    ])
    func whatHasNoFormInJSONIsAnError(expression: String, message: String) throws {
        let finished = try Sandbox().karst("--json", "-p", expression)
        #expect(finished.errors.hasPrefix("karst: \(message)"))
        #expect(finished.output == "")
        #expect(finished.ending == .exited(1))
    }

    @Test func aStatementIsNoExpression() throws {
        let finished = try Sandbox().karst("-p", "x = 1")
        let message = "(command line):1: <eof> expected near '=' ('-p' takes an expression, '-e' statements)"
        #expect(finished.errors == "karst: \(message)\n")
        #expect(finished.ending == .exited(1))
    }

    // MARK: Colour

    private static let coloured = "\u{1B}[33m1\u{1B}[0m\n"

    @Test(
        arguments: [
            ([], [:], false), (["--color"], [:], true), (["--color=always"], ["NO_COLOR": "1"], true),
            (["--color=auto"], [:], false), ([], ["CLICOLOR_FORCE": "1"], true),
            ([], ["CLICOLOR_FORCE": "1", "NO_COLOR": "1"], false), ([], ["CLICOLOR_FORCE": "0"], false),
            (["--color=never"], ["CLICOLOR_FORCE": "1"], false),
        ] as [([String], [String: String], Bool)]
    )
    func colourFollowsTheRules(options: [String], environment: [String: String], isColoured: Bool) throws {
        var program = try Sandbox().program(options + ["-p", "1"])
        program.environment.merge(environment) { $1 }
        #expect(try program.finish().output == (isColoured ? Self.coloured : "1\n"))
    }

    // MARK: --check

    @Test func scriptsAreCompiledAndNotRun() throws {
        let sandbox = try Sandbox()
        try sandbox.folder.write("print('runs')\n", to: "good.lua")
        try sandbox.folder.write("local x = = 1\n", to: "bad.lua")
        try sandbox.folder.write("#!/usr/bin/env karst\nfor\n", to: "worse.lua")
        let good = try sandbox.karst("--check", "good.lua", "good.lua")
        #expect((good.output, good.errors, good.ending) == ("", "", .exited(0)))
        let mixed = try sandbox.karst("--check", "good.lua", "bad.lua", "worse.lua")
        let messages = ["bad.lua:1: unexpected symbol near '='", "worse.lua:3: <name> expected near <eof>"]
        #expect(mixed.errors == messages.map { "karst: \($0)\n" }.joined())
        #expect((mixed.output, mixed.ending) == ("", .exited(1)))
        let missing = try sandbox.karst("--check", "bad.lua", "missing.lua")
        #expect(missing.errors.hasSuffix("karst: cannot open missing.lua: No such file or directory\n"))
        #expect(missing.ending == .exited(2))
        #expect(try sandbox.karst("--check", "-", input: "x =").ending == .exited(1))
        #expect(try sandbox.karst("--check", "-e", "print(1)", "-p", "1 +").ending == .exited(1))
    }

    // MARK: Limits and profiles

    @Test(arguments: [
        ["-e", "while true do pcall(function() while true do end end) end"],
        ["-e", "karst.task.sleep(1000)"], ["-e", "karst.task.spawn(karst.task.sleep, 1000)"],
        ["-p", "karst.task.sleep(1000)"],
    ])
    func theDeadlineEndsWhateverRuns(script: [String]) throws {
        let finished = try Sandbox().program(["--timeout", "0.05"] + script).finish()
        #expect(finished.errors.hasPrefix("karst: the script took longer than it was allowed\n"))
        #expect(finished.ending == .exited(124))
    }

    /// A thousand sleeps of a tenth of the limit take longer than the limit together, and none does alone.
    @Test func theDeadlineIsForAllOfTheCommandLine() throws {
        let sleeps = (0..<1000).flatMap { _ in ["-e", "karst.task.sleep(0.02)"] }
        #expect(try Sandbox().program(["--timeout", "0.2"] + sleeps).finish().ending == .exited(124))
        #expect(try Sandbox().karst("--timeout", "10min", "-e", "").ending == .exited(0))
    }

    @Test func theDeadlineEndsTheWaitForAScript() throws {
        let finished = try Sandbox().shell("sleep 10 | $KARST --timeout 0.05")
        #expect(finished.errors.hasPrefix("karst: the script took longer than it was allowed\n"))
        #expect(finished.ending == .exited(124))
    }

    @Test func memoryIsLimited() throws {
        let script = "local t = {} for i = 1, 1e9 do t[i] = i end"
        for size in ["8M", "8MiB", "8192k", "8388608"] {
            let finished = try Sandbox().karst("--memory", size, "-e", script)
            #expect(finished.errors.hasPrefix("karst: not enough memory\n"))
            #expect(finished.ending == .exited(1))
        }
        let tooLittle = try Sandbox().karst("--memory", "10K", "-e", "")
        #expect(tooLittle.errors == "karst: a limit of 10240 bytes is not enough memory to begin with\n")
        #expect(tooLittle.ending == .exited(1))
    }

    @Test func aProfileConfinesScripts() throws {
        let sandbox = try Sandbox()
        mkdir(sandbox.folder("in"), 0o777)
        try sandbox.folder.write("inside", to: "in/a.txt")
        try sandbox.folder.write("outside", to: "b.txt")
        func read(_ path: String, _ options: String...) throws -> Finished {
            try sandbox.program(options + ["-e", "print(karst.fs.read('\(path)'))"]).finish()
        }
        #expect(try read("in/a.txt", "--profile", "project").output == "inside\n")
        #expect(try read("in/a.txt", "--profile=project", "--root", "in").output == "inside\n")
        let refused = try read("b.txt", "--profile", "project", "--root=in")
        #expect(refused.errors.contains("may be read under the profile 'project'"))
        #expect(refused.ending == .exited(1))
        #expect(try read("in/a.txt", "--profile", "pure").errors.contains("not available under the profile 'pure'"))
        #expect(try read("b.txt", "--profile", "full").output == "outside\n")
    }

    @Test func aServerIsReachedOnlyWhenItWasNamed() throws {
        let script = "karst.cave.client('x', { server_address = 'http://127.0.0.1:9' })"
        let refused = try Sandbox().karst("--profile", "project", "-e", script)
        #expect(refused.errors.contains("this server is not among those that the profile 'project' was given"))
        #expect(refused.ending == .exited(1))
        let allowed = try Sandbox().karst("--profile", "project", "--server", "127.0.0.1:9", "-e", script)
        #expect(allowed.ending == .exited(0))
    }

    @Test func resultsAreShownUnderEveryProfile() throws {
        for profile in ["full", "project", "pure"] {
            let finished = try Sandbox().karst("--profile", profile, "-p", "{ 1, karst.version }")
            #expect(finished.output == "{ 1, \"0.1.0\" }\n", "\(finished.errors)")
        }
    }
}

/// `init.lua` in the folder of configuration.
struct StartupFileTests {
    private static func sandbox(_ text: String) throws -> Sandbox {
        let sandbox = try Sandbox()
        for folder in ["home", "home/.config", "home/.config/karst"] { mkdir(sandbox.folder(folder), 0o777) }
        try sandbox.folder.write(text, to: "home/.config/karst/init.lua")
        return sandbox
    }

    @Test func itRunsBeforeThePrompt() throws {
        let sandbox = try Self.sandbox("mine = 41")
        #expect(try sandbox.karst("-i", input: "mine + 1\n").output == "42\n")
        #expect(try sandbox.karst("-i", "--no-rc", input: "mine\n").output == "nil\n")
    }

    @Test func scriptsDoNotSeeIt() throws {
        let sandbox = try Self.sandbox("mine = 41")
        #expect(try sandbox.karst("-e", "print(mine)").output == "nil\n")
        #expect(try sandbox.karst(input: "print(mine)").output == "nil\n")
        #expect(try sandbox.karst("-i", "-e", "print(mine)", input: "mine\n").output == "nil\n41\n")
    }

    @Test func thePlaceIsThatOfXDG() throws {
        let sandbox = try Self.sandbox("mine = 'home'")
        for folder in ["config", "config/karst"] { mkdir(sandbox.folder(folder), 0o777) }
        try sandbox.folder.write("mine = 'config'", to: "config/karst/init.lua")
        var program = sandbox.program(["-i"], input: "mine\n")
        program.environment["XDG_CONFIG_HOME"] = sandbox.folder("config")
        #expect(try program.finish().output == "\"config\"\n")
    }

    @Test(arguments: ["error('mistaken')", "x =", "error({})"]) func anErrorInItIsShown(text: String) throws {
        let sandbox = try Self.sandbox(text)
        let finished = try sandbox.karst("-i", input: "1 + 1\n")
        #expect(finished.output == "2\n")
        #expect(finished.errors.hasPrefix("karst: "))
        #expect(text == "error({})" || finished.errors.contains("/.config/karst/init.lua:1: "))
        #expect(finished.ending == .exited(0))
    }

    @Test func itMayEndTheProgram() throws {
        let finished = try Self.sandbox("os.exit(7)").karst("-i", input: "print(1)\n")
        #expect((finished.output, finished.ending) == ("", .exited(7)))
    }
}
