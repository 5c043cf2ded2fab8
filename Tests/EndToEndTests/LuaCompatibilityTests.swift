import Glibc
import TestSupport
import Testing

/// Command lines that must do the same under `lua5.4`, which is at hand wherever karst is built.
@Suite(.enabled(if: access("/usr/bin/lua5.4", X_OK) == 0, "needs lua5.4"))
struct LuaCompatibilityTests {
    static let lua = "/usr/bin/lua5.4"

    struct Case: Sendable, CustomTestStringConvertible {
        var arguments: [String]
        var input = ""
        var environment: [String: String] = [:]
        var testDescription: String { arguments.joined(separator: " ") + (input.isEmpty ? "" : " < \(input)") }
    }

    private static let showArguments = "for i = -6, 6 do if arg[i] then print(i, arg[i]) end end print(#arg, ...)"

    static let cases = [
        Case(arguments: ["-e", "print(1)", "-e", "print(2)"]),
        Case(arguments: ["-eprint(1)"]),
        Case(arguments: ["-e", "x = 1", "-e", "print(x)"]),
        Case(arguments: ["-e", "print(...)", "script.lua", "a"]),
        Case(arguments: ["script.lua"]),
        Case(arguments: ["script.lua", "a", "b c", "-x", "--"]),
        Case(arguments: ["-e", "y = 5", "script.lua", "a"]),
        Case(arguments: ["-e", "arg[1] = 'changed'", "script.lua", "a"]),
        Case(arguments: ["--", "script.lua", "a"]),
        Case(arguments: ["-W", "script.lua"]),
        Case(arguments: ["-W", "-e", "warn('a', 'b')"]),
        Case(arguments: ["-e", "warn('@on') warn('shown')"]),
        Case(arguments: ["-e", "warn('not shown')"]),
        Case(arguments: ["-", "a", "b"], input: showArguments),
        Case(arguments: [], input: "print('in', ...) print(arg[0] ~= nil, #arg)"),
        Case(arguments: ["-"], input: "#!/usr/bin/env lua\nprint('first line skipped')"),
        Case(arguments: ["-"], input: "print(io.read('a') == '')"),
        Case(arguments: ["shebang.lua", "a"]),
        Case(arguments: ["-l", "module", "-e", "print(module.name)"]),
        Case(arguments: ["-lmodule", "-e", "print(module.name)"]),
        Case(arguments: ["-l", "m=module", "-e", "print(m.name, module)"]),
        Case(arguments: ["-l", "folder.inner", "-e", "print(_G['folder.inner'])"]),
        Case(arguments: ["-l", "module-v2", "-e", "print(_G['module-v2'], module)"]),
        Case(arguments: ["-e", "print('before')", "-l", "module", "-e", "print(module.name)"]),
        Case(arguments: ["script.lua"], environment: ["LUA_INIT": "print('init')"]),
        Case(
            arguments: ["script.lua"],
            environment: ["LUA_INIT": "print('init')", "LUA_INIT_5_4": "print('init 5.4')"]
        ),
        Case(arguments: ["script.lua"], environment: ["LUA_INIT": "@init.lua"]),
        Case(arguments: ["-E", "script.lua"], environment: ["LUA_INIT": "print('init')"]),
        Case(
            arguments: ["-e", "print((package.path:gsub(';?[^;]*%.luarocks[^;]*', ''):gsub('^;', '')))"],
            environment: ["LUA_PATH": "x/?.lua;;"]
        ),
        Case(
            arguments: ["-E", "-e", "print((package.path:gsub(';?[^;]*%.luarocks[^;]*', ''):gsub('^;', '')))"],
            environment: ["LUA_PATH": "x/?.lua;;"]
        ),
        Case(
            arguments: ["-e", "print((package.cpath:gsub(';?[^;]*%.luarocks[^;]*', ''):gsub('^;', '')))"],
            environment: ["LUA_CPATH_5_4": "x/?.so;;"]
        ),
        Case(arguments: ["-e", "io.write(io.read('l'), '|', io.read('n'), '\\n')"], input: "line\n42\n"),
        Case(arguments: ["-e", "os.exit(3)"]),
        Case(arguments: ["-e", "os.exit(true)"]),
        Case(arguments: ["-e", "os.exit(false)"]),
        Case(arguments: ["-e", "for w in io.lines() do print(w) end"], input: "a\nb"),
        Case(arguments: ["-e", "print(#arg, arg[0] ~= nil, arg[1], arg[2])"]),
        Case(arguments: ["-e", "print(pcall(error, 'x')) print(select('#', pcall(error)))"]),
        Case(
            arguments: ["-e", "print(coroutine.isyieldable(), coroutine.running())"].map { $0 }.dropLast()
                + ["print(coroutine.wrap(function(...) return select('#', ...) end)(1, nil))"]
        ),
        Case(arguments: ["-e", "print(string.format('%q', 1/3), 1e15, -0.0, math.mininteger)"]),
        Case(arguments: ["-W", "-E", "-e", "warn('shown')", "script.lua", "a"]),
        Case(arguments: ["-e", "print(1)", "--"]),
        Case(arguments: ["-e", "print(1)", "-", "a"], input: "print(...)"),
        Case(arguments: ["-l", "module", "-W", "script.lua", "-l", "x"]),
        Case(arguments: ["-l", "string", "-l", "s=string", "-e", "print(s == string)"]),
        Case(arguments: ["-e", "print(os.getenv('LUA_INIT'))", "-E"], environment: ["LUA_INIT": "print('init')"]),
        Case(arguments: ["-e", "io.stderr:write('to errors\\n') io.stdout:write('to output\\n')"]),
        Case(arguments: ["-e", "print(debug.getinfo(1, 'S').short_src)"]),
        Case(arguments: ["script.lua", "-e", "print('an argument')"]),
        Case(arguments: ["-e", "print(#'\u{e9}', '\u{e9}')", "script.lua", "\u{e9}"]),
        Case(arguments: ["-e", "print(load('return 1')(), loadfile('module.lua')('m').name, dofile('module-v2.lua'))"]),
        Case(arguments: ["-e", "print(pcall(require, 'broken') == false, package.loaded.broken)"]),
    ]

    @Test(arguments: cases) func doesTheSame(_ test: Case) throws {
        let (theirs, ours) = try (Self.run(Self.lua, test), Self.run(BuiltProducts.karst, test))
        #expect(ours.output.replacing(BuiltProducts.karst, with: Self.lua) == theirs.output)
        #expect(ours.errors == theirs.errors)
        #expect(ours.ending == theirs.ending)
    }

    /// The same message; the traceback and the status of wrong use differ on purpose.
    @Test(arguments: [
        Case(arguments: ["-e", "error('x')"]),
        Case(arguments: ["-e", "error('x', 0)"]),
        Case(arguments: ["-e", "local x = nil; x.y = 1"]),
        Case(arguments: ["-e", "x x"]),
        Case(arguments: ["broken.lua"]),
        Case(arguments: ["failing.lua", "a"]),
        Case(arguments: ["-l", "missing"]),
        Case(arguments: ["-"], input: "error('in')"),
        Case(arguments: ["-e", "error(setmetatable({}, { __tostring = function() return 'own' end }))"]),
        Case(arguments: ["-x"]),
        Case(arguments: ["-e"]),
        Case(arguments: ["-l", "-"]),
    ])
    func failsWithTheSameMessage(_ test: Case) throws {
        let (theirs, ours) = try (Self.run(Self.lua, test), Self.run(BuiltProducts.karst, test))
        #expect(
            Self.firstLine(ours.errors, without: "karst: ") == Self.firstLine(theirs.errors, without: "\(Self.lua): ")
        )
        #expect(ours.output == theirs.output)
        #expect(ours.status != 0 && theirs.status != 0)
    }

    /// What differs on purpose: the same command line, and the status of each.
    @Test(
        arguments: [
            (Case(arguments: ["-x"]), 1, 2), (Case(arguments: ["-e"]), 1, 2), (Case(arguments: ["missing.lua"]), 1, 2),
            (Case(arguments: ["-e", "", "returns.lua", "7"]), 0, 7), (Case(arguments: ["returns.lua", "false"]), 0, 1),
            (Case(arguments: ["returns.lua", "nil"]), 0, 0), (Case(arguments: ["returns.lua", "true"]), 0, 0),
            (Case(arguments: ["returns.lua", "256"]), 0, 1),
        ] as [(Case, Int32, Int32)]
    )
    func statusesDifferAsListed(_ test: Case, theirs: Int32, ours: Int32) throws {
        #expect(try Self.run(Self.lua, test).ending == .exited(theirs))
        #expect(try Self.run(BuiltProducts.karst, test).ending == .exited(ours))
    }

    /// `os.exit` closes what is open, the prompt on a pipe shows results alone, and comes after a failed script too.
    @Test(
        arguments: [
            (
                Case(arguments: [
                    "-e", "local x <close> = setmetatable({}, { __close = function() print('closed') end }) os.exit(0)",
                ]), false, "closed\n"
            ),
            (Case(arguments: ["-i", "-e", "x = 20"], input: "x + 1\n"), true, "21\n"),
            (Case(arguments: ["-i", "failing.lua"], input: "1 + 1\n"), false, "2\n"),
        ] as [(Case, Bool, String)]
    )
    func outputDiffersAsListed(_ test: Case, theyPrompt: Bool, ours: String) throws {
        // At a pipe lua's own prompt stands before each result; after a script that failed it has none.
        #expect(try Self.run(Self.lua, test).output.contains("> ") == theyPrompt)
        #expect(try Self.run(BuiltProducts.karst, test).output == ours)
    }

    private static func firstLine(_ text: String, without prefix: String) -> Substring {
        (text.split(separator: "\n").first ?? "").dropFirst(prefix.count)
    }

    private static func run(_ executable: String, _ test: Case) throws -> Finished {
        let sandbox = try Sandbox()
        try sandbox.folder.write("\(showArguments)\nprint(y)", to: "script.lua")
        try sandbox.folder.write("#!/usr/bin/env lua\nprint(debug.getinfo(1, 'l').currentline, ...)", to: "shebang.lua")
        try sandbox.folder.write("return { name = ... }", to: "module.lua")
        try sandbox.folder.write("return 'with a version'", to: "module-v2.lua")
        try sandbox.folder.write("print('init file')", to: "init.lua")
        try sandbox.folder.write("x =\n\n= 1", to: "broken.lua")
        try sandbox.folder.write("local function f(a)\n  return a.b.c\nend\nf {}", to: "failing.lua")
        try sandbox.folder.write("return load('return ' .. ...)()", to: "returns.lua")
        mkdir(sandbox.folder("folder"), 0o777)
        try sandbox.folder.write("return 'inner'", to: "folder/inner.lua")
        var program = sandbox.program(test.arguments, input: test.input, executable: executable)
        program.environment.merge(test.environment) { $1 }
        return try program.finish()
    }
}
