import TestSupport
import Testing

/// The same script through each of the five ways in.
struct WaysInTests {
    /// In one line, so that it can be typed at a prompt as well.
    private static let script = """
        local t = karst.task.map({ 3, 1, 2 }, function(s) karst.task.sleep(s / 100) return s * s end) \
        print(#t, t[1], t[2], t[3], 7 // 2, 2^53, "a\\tb", ...)
        """
    private static let output = "3\t9\t1\t4\t3\t9.007199254741e+15\ta\tb"

    @Test func aScriptFile() throws {
        let sandbox = try Sandbox()
        try sandbox.folder.write(Self.script, to: "script.lua")
        #expect(try sandbox.karst("script.lua").output == Self.output + "\n")
        #expect(try sandbox.karst("script.lua", "one", "two").output == Self.output + "\tone\ttwo\n")
        #expect(try sandbox.karst("run", "script.lua", "one").output == Self.output + "\tone\n")
    }

    @Test func aTextOnTheCommandLine() throws {
        #expect(try Sandbox().karst("-e", Self.script).output == Self.output + "\n")
    }

    @Test func standardInput() throws {
        let sandbox = try Sandbox()
        #expect(try sandbox.karst(input: Self.script).output == Self.output + "\n")
        #expect(try sandbox.karst("-", "one", input: Self.script).output == Self.output + "\tone\n")
    }

    @Test func thePrompt() throws {
        let terminal = try Sandbox().terminal(columns: 400)
        #expect(terminal.expect("> "))
        terminal.type(Self.script + "\r")
        // A terminal shows a tabulator as it is.
        #expect(terminal.expect("\n" + Self.output + "\n> "))
        terminal.type("\u{4}")
        #expect(terminal.finish() == .exited(0))
    }

    @Test func aSwiftProgram() throws {
        let sandbox = try Sandbox()
        try sandbox.folder.write(Self.script, to: "script.lua")
        let tool = BuiltProducts.executable("embedding-example")
        let finished = try sandbox.program(["script.lua", "one"], executable: tool).finish()
        #expect(finished.output == Self.output + "\tone\n")
        #expect(finished.status == 0)
    }
}
