import FoundationEssentials
import Glibc
import TestSupport
import Testing

/// Each back end of the line editor, in a program of its own.
struct LineEditorTests {
    /// How a back end is built, and what it says of itself.
    struct BackEnd: Sendable, CustomTestStringConvertible {
        let flags: [String]
        let description: String
        var hasHistory = true
        var isInstalled = true

        var testDescription: String { description }

        static let all = [
            BackEnd(flags: ["-lreadline"], description: "GNU readline"),
            BackEnd(
                flags: ["-DKLE_LIBEDIT", "-ledit"],
                description: "libedit",
                isInstalled: access("/usr/include/editline/readline.h", R_OK) == 0
            ),
            BackEnd(flags: ["-DKLE_PLAIN"], description: "none", hasHistory: false),
        ]
    }

    private static func open(_ backEnd: BackEnd, _ sandbox: Sandbox) throws -> PseudoTerminal {
        let sources = Repository.root.appending(path: "Sources/CLineEditor").path
        let files = ["CLineEditor", "completion", "library", "plain", "terminal"].map { "\(sources)/\($0).c" }
        let driver = Repository.root.appending(path: "Tests/Embedding/LineEditor/driver.c").path
        let words = ["cc", "-Wall", "-Wextra", "-Werror", "-I", sources + "/include", "-o", "driver", driver]
        let compiled = try sandbox.program(words + files + backEnd.flags, executable: "/usr/bin/env").finish()
        try #require(compiled.ending == .exited(0), "\(compiled.errors)")
        let terminal = try PseudoTerminal(sandbox.program([], executable: sandbox.folder("driver")))
        #expect(terminal.expect(backEnd.description))
        #expect(terminal.expect("> "))
        return terminal
    }

    @Test(arguments: BackEnd.all.filter(\.isInstalled))
    func linesAreReadUntilTheEnd(backEnd: BackEnd) throws {
        let terminal = try Self.open(backEnd, try Sandbox())
        terminal.type("onex\u{7F} line\r")
        #expect(terminal.expect("got [one line]\n> "), "\(terminal.rest)")
        terminal.type("grüße\r")
        #expect(terminal.expect("got [grüße]\n> "), "\(terminal.rest)")
        terminal.type("\u{4}")
        #expect(terminal.expect("end\n"))
        #expect(terminal.finish() == .exited(0))
    }

    @Test(arguments: BackEnd.all.filter(\.isInstalled))
    func controlCGivesTheLineUp(backEnd: BackEnd) throws {
        let terminal = try Self.open(backEnd, try Sandbox())
        for line in ["one", "two"] {
            terminal.type("half")
            #expect(terminal.expect("half"))
            terminal.type("\u{3}")
            #expect(terminal.expect("^C\n> "), "\(terminal.rest)")
            terminal.type(line + "\r")
            #expect(terminal.expect("got [\(line)]\n> "), "\(terminal.rest)")
        }
    }

    @Test(arguments: BackEnd.all.filter(\.isInstalled))
    func messagesLeaveTheLineAlone(backEnd: BackEnd) throws {
        let sandbox = try Sandbox()
        let terminal = try Self.open(backEnd, sandbox)
        terminal.type("half")
        #expect(terminal.expect("half"))
        try sandbox.folder.write("", to: "go")
        #expect(terminal.expect("message\n"))
        #expect(terminal.expect("> "), "\(terminal.rest)")
        terminal.type(" done\r")
        #expect(terminal.expect("got [half done]\n> "), "\(terminal.rest)")
    }

    @Test(arguments: BackEnd.all.filter { $0.isInstalled && $0.hasHistory })
    func linesAreRecalledAndCompleted(backEnd: BackEnd) throws {
        let terminal = try Self.open(backEnd, try Sandbox())
        for line in ["alpha", "beta"] {
            terminal.type(line + "\r")
            #expect(terminal.expect("got [\(line)]\n> "))
        }
        terminal.type("al\u{1B}[A\r")
        #expect(terminal.expect("got [alpha]\n> "), "\(terminal.rest)")
        terminal.type("is com\t\r")
        #expect(terminal.expect("got [is completed]\n> "), "\(terminal.rest)")
    }
}
