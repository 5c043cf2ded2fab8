import Glibc
import TestSupport
import Testing

/// What `karst completions` prints, in the shells that it is for.
struct CompletionTests {
    private static let folders = ["/usr/local/bin", "/usr/bin", "/bin"]

    private static func isInstalled(_ shell: String) -> Bool { find(shell) != nil }

    private static func find(_ shell: String) -> String? {
        folders.map { "\($0)/\(shell)" }.first { access($0, X_OK) == 0 }
    }

    /// A command line as far as it is typed, and what Tab makes of it.
    private static let lines = [
        ("karst skel", "karst skeletonize"), ("karst swc me", "karst swc measure"), ("karst --prof", "karst --profile"),
        ("karst --profile pr", "karst --profile project"), ("karst swc measure --jo", "karst swc measure --jobs"),
        ("karst completions zs", "karst completions zsh"), ("karst swc measure cel", "karst swc measure cell.swc"),
        ("karst jobs status do", "karst jobs status done/"), ("karst fetch --data do", "karst fetch --data done/"),
    ]

    /// A folder with something to complete.
    private static func sandbox() throws -> Sandbox {
        var sandbox = try Sandbox()
        try sandbox.folder.write("1 1 0 0 0 1 -1\n", to: "cell.swc")
        mkdir(sandbox.folder("done"), 0o755)
        sandbox.environment["KARST"] = BuiltProducts.karst
        return sandbox
    }

    @Test(arguments: ["bash", "zsh", "fish"]) func theyNameCommandsAndOptions(shell: String) throws {
        let script = try Sandbox().karst("completions", shell)
        #expect((script.errors, script.ending) == ("", .exited(0)))
        for word in ["skeletonize", "worker", "--profile", "--timeout", "no-rc", "pure"] {
            #expect(script.output.contains(word.replacing("--", with: shell == "fish" ? "" : "--")), "\(word)")
        }
    }

    @Test func anotherShellIsWrongUse() throws {
        #expect(try Sandbox().karst("completions", "csh").ending == .exited(2))
    }

    @Test(.enabled(if: isInstalled("bash"), "bash is not installed")) func bashCompletesWhatWasBegun() throws {
        let words = ["--norc", "--noprofile", "-i"]
        try Self.check("bash", words, setUp: "source <($KARST completions bash)")
    }

    @Test(.enabled(if: isInstalled("zsh"), "zsh is not installed")) func zshCompletesWhatWasBegun() throws {
        let setUp =
            "$KARST completions zsh > _karst; fpath=($PWD $fpath); autoload -Uz compinit; compinit -u -D; unsetopt auto_remove_slash"
        try Self.check("zsh", ["-f", "-i"], setUp: setUp)
    }

    /// At a terminal: each line is completed, and printed by turning it into the argument of an `echo`.
    private static func check(_ shell: String, _ arguments: [String], setUp: String) throws {
        var sandbox = try sandbox()
        sandbox.environment.merge(["PS1": "shell$ ", "EDITOR": "vi"]) { $1 }
        let terminal = try PseudoTerminal(sandbox.program(arguments, executable: #require(find(shell))))
        #expect(terminal.expect("shell$ "))
        terminal.type(setUp + "; bindkey -e 2> /dev/null; echo set up\r")
        #expect(terminal.expect("\nset up\n"), "\(terminal.rest)")
        for (typed, completed) in lines {
            #expect(terminal.expect("shell$ "), "\(terminal.rest)")
            terminal.type(typed + "\t\u{1}echo got: \u{5}\r")
            #expect(terminal.expect("\ngot: \(completed)\n"), "\(typed): \(terminal.rest)")
        }
    }

    @Test(.enabled(if: isInstalled("fish"), "fish is not installed")) func fishCompletesWhatWasBegun() throws {
        let sandbox = try Self.sandbox()
        let queries = Self.lines.map { "complete -C '\($0.0)'" }.joined(separator: "; echo; ")
        let program = sandbox.program(
            ["--no-config", "-c", "$KARST completions fish | source; \(queries)"],
            executable: try #require(Self.find("fish"))
        )
        let finished = try program.finish()
        #expect(finished.errors == "")
        let answers = finished.output.split(separator: "\n\n").map { $0.split { "\t\n".contains($0) }.first }
        let expected = Self.lines.map { $0.1.split(separator: " ").last }
        #expect(answers == expected)
    }
}
