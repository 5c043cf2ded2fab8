import FoundationEssentials
import TestSupport
import Testing

/// `karst help` and man pages.
struct HelpTests {
    @Test func theListNamesCommandsGuidesModulesAndClasses() throws {
        let help = try Sandbox().karst("help")
        #expect(help.ending == .exited(0))
        for line in ["  fetch  ", "  start  ", "  swc  ", "  Skeleton  ", "Commands:", "Guides"] {
            #expect(help.output.contains("\n\(line)") || help.output.hasPrefix(line), "\(line)")
        }
    }

    @Test func thePagesAreThoseOfThePrompt() throws {
        for topic in ["start", "swc.read", "Skeleton:reroot", "refused", "read"] {
            let outside = try Sandbox().karst("help", topic).output
            let inside = try Sandbox().karst("-e", "io.write(karst.help.page('\(topic)'))").output
            #expect(outside == inside && !outside.isEmpty)
        }
    }

    @Test func commandsAreExplainedToTheLast() throws {
        let sandbox = try Sandbox()
        #expect(try sandbox.karst("help", "fetch").output == sandbox.karst("fetch", "--help").output)
        #expect(try sandbox.karst("help", "swc", "check").output == sandbox.karst("swc", "check", "--help").output)
        #expect(try sandbox.karst("help", "run").output.contains("--profile <profile>"))
    }

    @Test(arguments: [
        ("rerot", "there is no help on 'rerot' (did you mean reroot?)"),
        ("fecth", "there is no help on 'fecth' (did you mean fetch?)"),
        ("qqqqqqqq", "there is no help on 'qqqqqqqq' ('help' alone lists what there is)"),
    ])
    func whatIsNotKnownIsWrongUse(topic: String, message: String) throws {
        let finished = try Sandbox().karst("help", topic)
        #expect((finished.output, finished.ending) == ("", .exited(2)))
        #expect(finished.errors == "karst: \(message)\n")
    }

    /// The guide for newcomers is followed line by line.
    @Test func theStartDoesWhatItSays() throws {
        let sandbox = try Sandbox()
        #expect(try sandbox.karst("demo").status == 0)
        let page = try sandbox.karst("help", "start").output
        let code = page.split(separator: "\n").filter { $0.hasPrefix("  ") }.map { $0.dropFirst(2) }
        #expect(code.count > 10)
        let finished = try sandbox.karst("-i", input: code.joined(separator: "\n") + "\n")
        #expect(finished.errors == "")
        #expect(finished.output.contains("Skeleton 864691128455136233 (972 nodes"))
        #expect(try sandbox.folder.text("cell.swc").contains("\n972 1 0 0 0 "))
    }

    // MARK: The pager

    private static func atTerminal(_ pager: String?, _ arguments: String...) throws -> PseudoTerminal {
        var program = try Sandbox().program(arguments)
        program.environment["PAGER"] = pager
        return try PseudoTerminal(program, columns: 80)
    }

    @Test func longPagesGoThroughThePager() throws {
        let terminal = try Self.atTerminal("sed -n 's/^# karst /paged: /p'", "help", "api")
        #expect(terminal.expect("paged: 0.1.0: what scripts can use"), "\(terminal.rest)")
        #expect(terminal.finish() == .exited(0))
        #expect(!terminal.visibleText.contains("karst.swc.read"))
    }

    @Test func shortPagesDoNot() throws {
        let terminal = try Self.atTerminal("sed s/^/paged:/", "help", "refused")
        #expect(terminal.expect("on the service's refusal list"))
        #expect(terminal.finish() == .exited(0))
        #expect(!terminal.visibleText.contains("paged:"))
    }

    @Test(arguments: ["", "cat", "no-such-pager-at-all"]) func withoutAPagerThePageIsPrinted(pager: String) throws {
        let terminal = try Self.atTerminal(pager, "help", "errors")
        #expect(terminal.expect("bad_volume"), "\(terminal.rest)")
        #expect(terminal.finish() == .exited(0))
    }

    @Test func whatIsNoTerminalGetsNoPager() throws {
        var program = try Sandbox().program(["help", "api"])
        program.environment["PAGER"] = "sed s/^/paged:/"
        #expect(try program.finish().output.hasPrefix("# karst 0.1.0: what scripts can use\n"))
    }

    // MARK: Man pages

    @Test func everyCommandHasAPage() throws {
        let sandbox = try Sandbox()
        #expect(try sandbox.karst("--dump-man", "man1").ending == .exited(0))
        let names = try sandbox.folder.names(in: "man1")
        let commands = try sandbox.karst("--help").output.split(separator: "\n")
            .drop { $0 != "Commands:" }.dropFirst().prefix { $0.hasPrefix("  ") }
            .compactMap { $0.split(separator: " ").first }
        #expect(commands.count >= 16)
        for command in commands { #expect(names.contains("karst-\(command).1"), "\(command)") }
        #expect(names.contains("karst.1") && names.contains("karst-swc-check.1"))
        let page = try sandbox.folder.text("man1/karst-fetch.1")
        #expect(page.contains("\\fB\\-o\\fR, \\fB\\-\\-output\\fR \\fIdir\\fR\n"))
        let runner = try sandbox.folder.text("man1/karst.1")
        for option in try Self.runnerOptions(sandbox) {
            #expect(runner.contains("\\fB\(option.replacing("-", with: "\\-"))\\fR"), "\(option)")
        }
    }

    /// The options in `karst --help` that are karst's own or lua's.
    private static func runnerOptions(_ sandbox: Sandbox) throws -> Set<String> {
        let lines = try sandbox.karst("--help").output.split(separator: "\n").prefix { $0 != "Commands:" }
        let words = lines.filter { $0.hasPrefix("  -") }.map { $0.split { " [=".contains($0) }[0] }
        let aboutTheProgram: Set<String> = ["--", "-", "--dump-stdlib", "--dump-man"]
        let options = Set(words.map(String.init)).subtracting(aboutTheProgram)
        #expect(options.count >= 15)
        return options
    }

    @Test func thePagesAreWellFormed() throws {
        let sandbox = try Sandbox()
        _ = try sandbox.karst("--dump-man", "man1")
        let checked = try sandbox.shell("command -v groff > /dev/null || exit 9; groff -man -ww -z man1/*.1 2>&1")
        #expect(checked.ending == .exited(0) || checked.ending == .exited(9))
        #expect(checked.output == "")
    }
}
