import FoundationEssentials
import TestSupport
import Testing

/// karst inside other programs: in C, in Python through ctypes, in Swift.
struct EmbeddingTests {
    private static let embedding = Repository.root.appending(path: "Tests/Embedding").path
    private static let header = Repository.root.appending(path: "Sources/CAPI/include").path
    private static let library = BuiltProducts.folder + "/libKarstC.so"

    /// Compiles a C program against the library that was built for the tests, and gives its path.
    private static func compile(_ name: String, in sandbox: Sandbox, _ flags: [String] = []) throws -> String {
        let warnings = ["-Wall", "-Wextra", "-Werror", "-pedantic"]
        let link = ["-L", BuiltProducts.folder, "-lKarstC", "-Wl,-rpath,\(BuiltProducts.folder)", "-lm", "-pthread"]
        let arguments = warnings + flags + ["-I", header, "\(embedding)/CProgram/\(name).c", "-o", name] + link
        let compiled = try sandbox.program(["cc"] + arguments, executable: "/usr/bin/env").finish()
        try #require(compiled.ending == .exited(0), "\(compiled.errors)")
        return sandbox.folder(name)
    }

    @Test func everythingOfTheHeaderWorksFromC() throws {
        let sandbox = try Sandbox()
        let program = try Self.compile("checks", in: sandbox, ["-std=c11"])
        let finished = try sandbox.program(["."], executable: program).finish()
        #expect(finished.output == "all checks hold\n")
        #expect(finished.errors == "")
        #expect(finished.ending == .exited(0))
    }

    @Test func everythingWorksFromPython() throws {
        let sandbox = try Sandbox()
        let script = Self.embedding + "/ctypes/checks.py"
        var program = sandbox.program(["python3", script, Self.library, "."], executable: "/usr/bin/env")
        program.environment["PYTHONDONTWRITEBYTECODE"] = "1"
        let finished = try program.finish()
        #expect(finished.errors == "")
        #expect(finished.output == "all checks hold with 0.1.0\n")
        #expect(finished.ending == .exited(0))
    }

    @Test(arguments: [["-std=c99", "-xc"], ["-std=c++17", "-xc++"]])
    func theHeaderIsPlain(_ flags: [String]) throws {
        let command = ["cc", "-Wall", "-Wextra", "-Werror", "-pedantic", "-fsyntax-only"] + flags
        let sandbox = try Sandbox()
        let finished = try sandbox.program(command + [Self.header + "/karst.h"], executable: "/usr/bin/env").finish()
        #expect(finished.errors == "")
        #expect(finished.ending == .exited(0))
    }

    @Test func theLibraryHasAllOfTheHeader() throws {
        let header = try String(contentsOfFile: Self.header + "/karst.h", encoding: .utf8)
        let declared = Set(header.matches(of: /\b(karst_[a-z_]+)\(/).map { String($0.1) })
        let symbols = try Sandbox().program(["nm", "-D", "--defined-only", Self.library], executable: "/usr/bin/env")
            .finish().output
        let defined = Set(symbols.matches(of: #/ T (karst_[a-z_0-9]+)\n/#).map { String($0.1) })
        #expect(declared.count > 40)
        #expect(declared.subtracting(defined) == [])
    }

    /// GNU readline is GPL-3, and programs that embed karst must not become so.
    @Test func embeddedKarstHasNoLineEditor() throws {
        for file in [Self.library, BuiltProducts.executable("embedding-example")] {
            let listed = try Sandbox().program(["ldd", file], executable: "/usr/bin/env").finish()
            #expect(listed.output.contains("liblua5.4"))
            #expect(!listed.output.contains("readline") && !listed.output.contains("libedit"), "\(file)")
            let symbols = try Sandbox().program(["nm", "-D", file], executable: "/usr/bin/env").finish()
            #expect(!symbols.output.contains(" rl_"), "\(file)")
        }
    }

    /// The page is followed word for word, with the library that was built for the tests.
    @Test func thePageLeadsToARunningProgram() throws {
        let page = try String(contentsOfFile: Self.embedding + "/README.md", encoding: .utf8)
        let all = page.components(separatedBy: "\n```").enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
        func blocks(_ language: String) -> [String] {
            all.filter { $0.hasPrefix(language + "\n") }.map { $0.dropFirst(language.count + 1) + "\n" }
        }
        let sandbox = try Sandbox()
        try FileManager.default.createDirectory(atPath: sandbox.folder("scripts"), withIntermediateDirectories: false)
        try FileManager.default.createDirectory(atPath: sandbox.folder("home"), withIntermediateDirectories: false)
        let package = Repository.root.appending(path: "scripts/package").path
        try sandbox.folder.write("exec bash '\(package)' \"$@\"\n", to: "scripts/package")
        try sandbox.folder.write(try #require(blocks("c").first), to: "hello.c")
        let commands = "set -euo pipefail; chmod +x scripts/package\n" + blocks("sh").joined()
        var program = sandbox.program(["bash", "-c", commands], executable: "/usr/bin/env")
        program.environment["KARST_PACKAGE_FROM"] = BuiltProducts.folder
        let finished = try program.finish()
        #expect(finished.ending == .exited(0), "\(finished.errors)")
        #expect([finished.output] == blocks("text"))
        #expect(try sandbox.folder.names(in: "home/karst-c/lib").contains("libkarst.so.0"))
        let example = try String(contentsOfFile: Self.embedding + "/CProgram/hello.c", encoding: .utf8)
        #expect(blocks("c") == [example])
    }

    // MARK: The Swift tool

    private static func tool(_ arguments: String...) throws -> Finished {
        try Sandbox().program(arguments, executable: BuiltProducts.executable("embedding-example")).finish()
    }

    @Test func theToolsFunctionsWaitForItsActor() throws {
        let finished = try Self.tool(
            "-e",
            """
            karst.task.map({ "one", "two" }, function(text) tool.note(864691135463333789, text) end)
            local notes = tool.notes(864691135463333789)
            table.sort(notes)
            print(table.concat(notes, ","))
            return 864691135463333789, #notes, { a = 1 }
            """
        )
        #expect(finished.output == "one,two\ninteger 864691135463333789\ninteger 2\ntable of 0 items and 1 fields\n")
        #expect(finished.errors == "")
        #expect(finished.status == 0)
    }

    @Test func theToolShowsProgressAndMessages() throws {
        let finished = try Self.tool(
            "-e",
            """
            local bar <close> = karst.progress.open("counting", 2)
            bar:add(2)
            karst.log.warn("odd")
            io.stderr:write("own\\n")
            """
        )
        #expect(finished.errors == "counting: 2 of 2\nwarn: odd\nown\ncounting: 2 of 2\n")
        #expect(finished.output == "")
    }

    @Test(arguments: ["while true do pcall(tool.pause, 1000) end", "while true do end"])
    func theToolEndsScriptsThatTakeTooLong(_ script: String) throws {
        let finished = try Self.tool("--timeout", "0.05", "-e", script)
        #expect(finished.errors.hasPrefix("interrupt: interrupted\n"))
        #expect(finished.status == 1)
    }

    @Test func theToolSurvivesExit() throws {
        let finished = try Self.tool("-e", "os.exit(0, false)")
        #expect(finished.errors == "exit: exit 0\n")
        #expect(finished.status == 1)
    }
}
