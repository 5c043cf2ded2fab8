import FoundationEssentials
import LuaHost
import TestSupport
import Testing

/// Attempts to get out of the profiles that do not trust their scripts.
struct LuaSandboxTests {
    /// What an attempt tries to get hold of, and a script that returns true when it has it.
    ///
    /// `outside` is a file that is there and out of bounds.
    static let escapes: [(aim: String, script: String)] = [
        ("run a program", "return os.execute ~= nil"),
        ("run a program through a pipe", "return io.popen ~= nil"),
        ("end the process", "local done = pcall(os.exit, 0); return done"),
        ("end the process through a task", "return (karst.task.spawn(os.exit, 3):join())"),
        ("load a C library", "return package.loadlib ~= nil"),
        ("find C libraries", "return package.cpath ~= nil or #package.searchers > 4"),
        ("load bytecode", #"return load("\27Lua", "x", "b") ~= nil or load("\27LuaT\0", "x", "bt") ~= nil"#),
        (
            "load bytecode in pieces",
            #"local n = 0; return load(function() n = n + 1; return n == 1 and "\27Lua" or nil end) ~= nil"#
        ),
        ("make bytecode", "return string.dump ~= nil or ('').dump ~= nil"),
        ("load bytecode from a file", "return loadfile ~= nil and loadfile(bytecode, 'b') ~= nil"),
        ("reach the registry", "return debug.getregistry ~= nil"),
        ("read upvalues", "return debug.getupvalue ~= nil or debug.upvalueid ~= nil"),
        ("change upvalues", "return debug.setupvalue ~= nil or debug.upvaluejoin ~= nil"),
        ("read locals of callers", "return debug.getlocal ~= nil or debug.setlocal ~= nil"),
        ("take the hook away", "return debug.sethook ~= nil or debug.gethook ~= nil"),
        ("change metatables of others", "return debug.setmetatable ~= nil"),
        ("read values behind a userdata", "return debug.getuservalue ~= nil or debug.setuservalue ~= nil"),
        (
            "reach functions of the stack",
            "return debug.getinfo(1, 'f').func ~= nil or debug.getinfo(print, 'f').func ~= nil"
        ),
        ("reach functions by default", "local t = debug.getinfo(1); return t.func ~= nil or t.activelines ~= nil"),
        ("open a debugger prompt", "return debug.debug ~= nil"),
        ("change the string metatable", "local m = getmetatable(''); return type(m) == 'table'"),
        ("change the string metatable's copy", "debug.getmetatable('').__index = nil; return ('x').upper == nil"),
        (
            "change a host object's metatable",
            "local c = karst.trial.cell(1); return type(getmetatable(c)) == 'table' or pcall(setmetatable, c, {})"
        ),
        (
            "change a host class through its copy",
            "debug.getmetatable(karst.trial.cell(1)).__index = nil; return not pcall(function() return karst.trial.cell(1):plus(1) end)"
        ),
        (
            "get a finalizer of a host class",
            "local m = debug.getmetatable(karst.trial.cell(1)); return m.__gc ~= nil or m.__close ~= nil"
        ),
        (
            "get a finalizer of a file",
            "local m = debug.getmetatable(io.stdout); return m.__gc ~= nil or getmetatable(io.stdout) ~= false"
        ),
        ("close standard output", "return io.stdout:close() == true"),
        ("read the environment", "return os.getenv ~= nil"),
        ("change the process's locale", "return os.setlocale ~= nil"),
        ("make a temporary file", "return os.tmpname ~= nil or io.tmpfile ~= nil"),
        ("read a file", "local f = io.open and io.open(outside); return f ~= nil"),
        ("read a file by lines", "return io.lines ~= nil and pcall(io.lines, outside)"),
        ("read a file as input", "return io.input ~= nil and pcall(io.input, outside)"),
        ("write a file", "local f = io.open and io.open(outside, 'w'); return f ~= nil"),
        ("write a file as output", "return io.output ~= nil and pcall(io.output, outside)"),
        (
            "write a file with a mode that starts with r",
            "local f = io.open and io.open(outside, 'r+'); return f ~= nil"
        ),
        ("remove a file", "return os.remove ~= nil and os.remove(outside) == true"),
        ("rename a file away", "return os.rename ~= nil and os.rename(outside, outside .. '2') == true"),
        ("rename a file over another", "return os.rename ~= nil and os.rename(inside, outside) == true"),
        ("run a file", "return dofile ~= nil and pcall(dofile, outside)"),
        ("load a file", "return loadfile ~= nil and loadfile(outside) ~= nil"),
        (
            "leave by dots",
            "local f = io.open and io.open(root .. '/../' .. outside:match('[^/]*/[^/]*$')); return f ~= nil"
        ),
        (
            "leave by dots behind a folder that is not there",
            "local f = io.open and io.open(root .. '/none/../../' .. outside:match('[^/]*/[^/]*$'), 'w'); return f ~= nil"
        ),
        ("leave by a link", "local f = io.open and io.open(root .. '/link'); return f ~= nil"),
        ("leave by a link to a folder", "local f = io.open and io.open(root .. '/folder/new', 'w'); return f ~= nil"),
        (
            "make a file behind a link to nothing",
            "local f = io.open and io.open(root .. '/dangling', 'w'); return f ~= nil"
        ),
        ("hide a path behind a zero byte", "local f = io.open and io.open(outside .. '\\0' .. root); return f ~= nil"),
        ("use a folder whose name begins alike", "local f = io.open and io.open(root .. '2/file'); return f ~= nil"),
        ("require a file", "package.path = outside:gsub('[^/]*$', '?.lua'); return (pcall(require, 'outside'))"),
        ("require by a name with dots", "return (pcall(require, '../../outside'))"),
        ("find files by searchpath", "return package.searchpath ~= nil"),
        (
            "find what the old library had",
            "for _, t in pairs(package.loaded) do if type(t) == 'table' and (t.execute or t.popen or t.loadlib or t.sethook) then return true end end"
        ),
        (
            "find what a searcher knows",
            "for _, s in ipairs(package.searchers) do local found, loader = pcall(s, 'outside'); if found and type(loader) == 'function' then return true end end"
        ),
        (
            "find the real globals",
            "local g = load('return _G')(); return g.os.execute ~= nil or g.package.loadlib ~= nil"
        ),
        (
            "reach globals through a function's environment",
            "local f = load('return _ENV'); return f().io.popen ~= nil or f().debug.sethook ~= nil"
        ),
        ("give finalizers to tables", "return (pcall(setmetatable, {}, { __gc = function() end }))"),
        (
            "give finalizers late",
            "local m = {}; local t = setmetatable({}, m); m.__gc = function() ran = true end; setmetatable({}, m); t = nil; collectgarbage(); return ran"
        ),
        (
            "stop the collector",
            "return (pcall(collectgarbage, 'stop')) or (pcall(collectgarbage, 'setpause', 1000000))"
        ),
        ("change a protected metatable", "return (pcall(setmetatable, setmetatable({}, { __metatable = 1 }), {}))"),
        ("change what null is", "return (pcall(setmetatable, karst.null, {}))"),
        (
            "catch a host error's metatable",
            "local _, e = pcall(karst.trial.throw, 'x'); debug.getmetatable(e).__tostring = nil; return tostring(e) ~= 'x'"
        ),
    ]

    /// Files: a root with links out of it, and a file out of bounds.
    private final class Ground: Sendable {
        let folder: TemporaryFolder
        let root: String
        let outside: String

        init() throws {
            folder = try TemporaryFolder()
            (root, outside) = (folder("root"), folder("outside.lua"))
            for name in ["root", "root2", "away"] {
                try FileManager.default.createDirectory(atPath: folder(name), withIntermediateDirectories: true)
            }
            try folder.write("return 'outside'", to: "outside.lua")
            try folder.write("inside", to: "root/inside")
            try folder.write("neighbour", to: "root2/file")
            let links = ["link": outside, "folder": folder("away"), "dangling": folder("nothing")]
            for (name, target) in links {
                try FileManager.default.createSymbolicLink(atPath: folder("root/\(name)"), withDestinationPath: target)
            }
        }

        func globals(_ engine: LuaEngine) throws {
            try engine.setGlobal("root", .text(root))
            try engine.setGlobal("outside", .text(outside))
            try engine.setGlobal("inside", .text(folder("root/inside")))
            try engine.setGlobal("bytecode", .text(folder("root/bytecode")))
        }
    }

    @Test(arguments: [LuaProfile.project, .pure])
    func nothingGetsOut(profile: LuaProfile) async throws {
        #expect(Self.escapes.count >= 40)
        let ground = try Ground()
        let out = try await LuaThread.run { () -> [String] in
            var out: [String] = []
            for (aim, script) in Self.escapes {
                let counter = Cell.Counter()
                let engine = try LuaEngine(LuaEngine.Options(profile: profile, fileRoots: [ground.root]))
                defer { engine.close() }
                engine.onTaskFailure = { _ in }
                try engine.installNamespace("karst", modules: [.task, .array, .trial(counter)]) { _ in nil }
                try ground.globals(engine)
                do throws(LuaError) {
                    let values = try engine.run(script)
                    if values.first == .boolean(true) { out.append(aim) }
                } catch {
                    // Only refusals keep a script in; a mistake in the attempt would prove nothing.
                    if error.code == "syntax" || error.isExit { out.append("\(aim): \(error.message)") }
                }
            }
            return out
        }
        #expect(out.isEmpty)
        #expect(try ground.folder.text("outside.lua") == "return 'outside'")
        #expect(try ground.folder.names(in: "away").isEmpty)
        #expect(try ground.folder.names() == ["away", "outside.lua", "root", "root2"])
    }

    /// The attempts do what they say: where everything is allowed, nearly all succeed.
    @Test func theAttemptsAreReal() async throws {
        let ground = try Ground()
        let failed = try await LuaThread.run { () -> [String] in
            var failed: [String] = []
            // Those that destroy something are left out, and what even `full` has not.
            let skipped = ["end the process", "end the process through a task", "write a file", "remove a file"]
            for (aim, script) in Self.escapes where !skipped.contains(aim) {
                let engine = try LuaEngine()
                defer { engine.close() }
                try engine.installNamespace("karst", modules: [.task, .array, .trial(Cell.Counter())]) { _ in nil }
                try ground.globals(engine)
                if (try? engine.run(script))?.first != .boolean(true) { failed.append(aim) }
            }
            return failed
        }
        #expect(failed.count <= Self.escapes.count / 3, "\(failed)")
    }

    @Test func projectFilesWorkBelowTheRoots() async throws {
        let ground = try Ground()
        try await withEngine(LuaEngine.Options(profile: .project, fileRoots: [ground.root])) { engine in
            try ground.globals(engine)
            let source = """
                local path = root .. "/new.lua"
                local file <close> = assert(io.open(path, "w"))
                file:write("local name = ...; return 'ran', name")
                file:close()
                assert(dofile(path) == "ran" and loadfile(path)("x") == "ran")
                for line in io.lines(path) do assert(line:find("ran")) end
                assert(os.rename(path, root .. "/moved.lua") and os.remove(root .. "/moved.lua"))
                return io.open(root .. "/./inside"):read("a"), io.open(root .. "/none") == nil
                """
            try expect(engine, source, gives: [.text("inside"), .boolean(true)])
            let error = try #require(engine.error(of: "io.open(outside)"))
            #expect(error.code == "forbidden")
            let roots = "only files below \(ground.root) may be read under the profile 'project'"
            #expect(error.message == "\(ground.outside): \(roots)")
        }
    }

    @Test func refusalsSayWhatAndWhy() async throws {
        try await withEngine(LuaEngine.Options(profile: .pure)) { engine in
            for (script, message) in [
                ("os.exit(0)", "os.exit is not available under the profile 'pure'"),
                ("collectgarbage('stop')", "collectgarbage 'stop' is not available under the profile 'pure'"),
                ("setmetatable({}, { __gc = print })", "the metamethod __gc is not available under the profile 'pure'"),
            ] {
                let error = engine.error(of: script)
                #expect(error?.code == "forbidden")
                #expect(error?.message == message)
                #expect(error?.where == "test:1")
            }
            #expect(engine.error(of: "('x'):rep(100 << 20)")?.code == "memory")
            // The stack of so many calls is more than the profile's memory.
            #expect(engine.error(of: "local function f() return 1 + f() end f()")?.code == "memory")
        }
    }

    @Test(arguments: [
        ("api.example.org", true), ("https://api.example.org/datastack", true), ("https://API.example.org:443", true),
        ("http://api.example.org", false), ("https://api.example.org:8443", false), ("https://example.org", false),
        ("https://api.example.org.evil.net", false), ("https://api.example.org@evil.net", false),
        ("https://evil.net/api.example.org", false), ("https://evil.net#api.example.org", false),
        ("https://evil.net\\@api.example.org", false), ("localhost:5000", true), ("http://localhost:5001", false),
        ("", false),
    ])
    func onlyGivenServersAreAllowed(address: String, allowed: Bool) async throws {
        let options = LuaEngine.Options(
            profile: .project,
            allowedServers: ["https://api.example.org", "http://localhost:5000"]
        )
        let isAllowed = try await withEngine(options) { engine in
            // Without a scheme the port has to agree.
            let asked =
                address.hasPrefix("api")
                ? "https://" + address : address == "localhost:5000" ? "http://" + address : address
            return (try? engine.access.checkServer(asked)) != nil
        }
        #expect(isAllowed == allowed)
        for profile in [LuaProfile.full, .pure] {
            try await withEngine(LuaEngine.Options(profile: profile)) { engine in
                #expect(((try? engine.access.checkServer(address)) != nil) == (profile == .full))
            }
        }
    }

    /// The patterns of the guarded profiles, against Lua's own.
    @Test func patternsAreThoseOfLua() async throws {
        let source = """
            local subjects = { "", "hello world", "THE (quick) fox", "key = value", "  trim me  ", "f(a(b)c)d", "a.b-c_d",
              "x\\0y\\0z", "\\xff\\xfe", "2026-11-23", "aaa", ("ab"):rep(20), "%d+", "[]]", "one;two;;four" }
            local patterns = { "", ".", "l+", "(%w+) (%w+)", "%((%a+)%)", "^(%w+)%s*=%s*(%w+)$", "^%s*(.-)%s*$", "%b()", "()a()",
              "[%w_]*", "[^%s]+", "%f[%w]%w+", "(a*(.)%w(%s*))", "%d%d%d%d%-%d%d", "a-b", "a?b", "(.)%1", "%z", "[a-]", "[]]",
              "[^]]", "%%", "x*", "$", "^", "^a", "[%a-z]", "%S+", ".-;", "(", ")", "%", "[a", "[a%", "%b", "%f", "%1", "(()", "a**" }
            local replacements = { "<%0>", "%1", "%%", "%2", "", "%", "x", { hello = "HI", a = false }, function(a) return a .. "!" end,
              function() return nil end, function() return {} end }
            local out = {}
            local function note(...)
              local values = table.pack(...)
              for i = 1, values.n do
                local text = tostring(values[i])
                out[#out + 1] = text:sub(1, 5) == "test:" and "error" or text
              end
            end
            local function message(done, ...) if done then note(...) else note(((...):gsub("^[^:]*:%d+: ", ""))) end end
            for _, s in ipairs(subjects) do
              for _, p in ipairs(patterns) do
                for _, init in ipairs { 1, 3, -2, 0, 100 } do
                  message(pcall(string.find, s, p, init))
                  message(pcall(string.match, s, p, init))
                end
                message(pcall(string.find, s, p, 1, true))
                message(pcall(function()
                  local all = {}
                  for a, b in string.gmatch(s, p) do all[#all + 1] = tostring(a) .. "," .. tostring(b) end
                  return table.concat(all, ";")
                end))
                for i, r in ipairs(replacements) do
                  message(pcall(string.gsub, s, p, r))
                  message(pcall(string.gsub, s, p, r, 2))
                end
              end
            end
            return out
            """
        let results = try await LuaThread.run { () -> [[String]] in
            try [LuaProfile.full, .pure].map { profile in
                let engine = try LuaEngine(LuaEngine.Options(profile: profile))
                defer { engine.close() }
                let values = try engine.run(source)
                return try engine.table(of: try #require(values.first?.reference)).list.map { "\($0)" }
            }
        }
        #expect(results[0].count > 20_000)
        let different = zip(results[0], results[1]).filter { $0 != $1 }
        #expect(results[0].count == results[1].count)
        #expect(different.isEmpty, "\(different.prefix(5))")
    }

    @Test(arguments: [
        "return ('a'):rep(400):find('.-.-.-.-b$')", "return ('a'):rep(300000):find(('a'):rep(150000) .. 'b', 1, true)",
        "return ('x'):rep(10000):gsub('.-.-.-y', '')", "for _ in ('a'):rep(500):gmatch('.-.-.-.-b$') do end",
        "table.move({}, 1, math.maxinteger, 2)",
        "table.insert(setmetatable({}, { __len = function() return 1 << 60 end }), 1, 1)",
        "table.remove(setmetatable({}, { __len = function() return 1 << 60 end }), 1)",
        "while true do table.move({}, 1, 1 << 23, 2) end", "while true do ('x'):rep(1000000) end",
    ])
    func longWorkInCStopsToo(source: String) async throws {
        let codes = try await LuaThread.run { () -> [String] in
            try [
                LuaEngine.Options(profile: .pure, timeLimit: 0.05),
                LuaEngine.Options(profile: .pure, instructionBudget: 100_000),
            ].map { options in
                let engine = try LuaEngine(options)
                defer { engine.close() }
                return engine.error(of: source)?.code ?? "none"
            }
        }
        #expect(!codes.contains("none"))
    }
}
