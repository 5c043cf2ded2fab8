import FoundationEssentials
import LuaHost
import TestSupport
import Testing

/// `require` of files, of C modules, and of modules that wait while they load.
struct LuaRequireTests {
    /// A folder with modules, given by file name.
    private func folder(_ files: [String: String]) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        for (name, text) in files {
            let path = folder(name)
            let above = path.split(separator: "/").dropLast().joined(separator: "/")
            try FileManager.default.createDirectory(atPath: "/" + above, withIntermediateDirectories: true)
            try Data(text.utf8).write(to: URL(filePath: path))
        }
        return folder
    }

    private static func search(_ folder: TemporaryFolder) -> String {
        "package.path = '\(folder("?.lua"));\(folder("?/init.lua"))'; "
    }

    @Test func modulesThatWaitOverlapAndLoadOnce() async throws {
        let folder = try folder([
            "slow.lua": """
            loads = (loads or 0) + 1
            order[#order + 1] = "slow begins"
            karst.task.sleep(0.01)
            order[#order + 1] = "slow ends"
            return { name = ... }
            """
        ])
        try await withEngine { engine in
            let source = """
                order = {}
                local tasks = {}
                for i = 1, 5 do tasks[i] = karst.task.spawn(function() return require "slow" end) end
                local other = karst.task.spawn(function() order[#order + 1] = "other" end)
                local first = tasks[1]:join()
                for i = 2, 5 do assert(tasks[i]:join() == first) end
                other:join()
                assert(require "slow" == first and first.name == "slow" and loads == 1)
                return table.concat(order, ", ")
                """
            try expect(engine, Self.search(folder) + source, gives: [.text("slow begins, other, slow ends")])
        }
    }

    @Test func aModuleThatFailsCanBeTriedAgain() async throws {
        let folder = try folder([
            "flaky.lua":
                "tries = (tries or 0) + 1; karst.task.sleep(0.001); if tries == 1 then error('not yet') end; return 7"
        ])
        try await withEngine { engine in
            let source = """
                local first = karst.task.spawn(function() return pcall(require, "flaky") end)
                local second = karst.task.spawn(function() return require "flaky" end)
                local done = first:join()
                return done, second:join(), tries
                """
            try expect(engine, Self.search(folder) + source, gives: [.boolean(false), .integer(7), .integer(2)])
        }
    }

    @Test func loopsAndMissingModulesAreNamed() async throws {
        let folder = try folder(["a.lua": "return require 'b'", "b.lua": "return require 'a'"])
        try await withEngine { engine in
            let loop = try #require(engine.error(of: Self.search(folder) + "require 'a'"))
            #expect(loop.message.hasSuffix("module 'a' is being loaded already: modules require each other in a loop"))
            let missing = try #require(engine.error(of: Self.search(folder) + "require 'no.such'"))
            #expect(missing.message.contains("module 'no.such' not found:"))
            #expect(missing.message.contains("no field package.preload['no.such']"))
            #expect(missing.message.contains("no file '\(folder("no/such.lua"))'"))
        }
    }

    @Test func requireGivesWhatLuaGives() async throws {
        let folder = try folder([
            "value.lua": "return 5", "nothing.lua": "", "inner/init.lua": "return { ... }",
            "no.lua": "package.loaded[...] = false",
        ])
        try await withEngine { engine in
            let source = """
                local value, path = require "value"
                local nothing = require "nothing"
                package.preload.made = function(name, data) return name .. data end
                local made, data = require "made"
                local inner = require "inner"
                local again, no_path = require "value"
                return value, path, nothing, made, data, inner[1], inner[2], again, no_path
                """
            try expect(
                engine,
                Self.search(folder) + source,
                gives: [
                    .integer(5), .text(folder("value.lua")), .boolean(true), .text("made:preload:"), .text(":preload:"),
                    .text("inner"),
                    .text(folder("inner/init.lua")), .integer(5), .nil,
                ]
            )
        }
    }

    @Test func projectFilesAreRequiredFromTheirRootsOnly() async throws {
        let (inside, outside) = (
            try folder(["mine.lua": "return 'mine'"]), try folder(["theirs.lua": "return 'theirs'"])
        )
        try await withEngine(LuaEngine.Options(profile: .project, fileRoots: [inside.path])) { engine in
            try expect(engine, Self.search(inside) + "return (require 'mine')", gives: [.text("mine")])
            let error = try #require(engine.error(of: Self.search(outside) + "require 'theirs'"))
            #expect(error.message.contains("only files below"))
        }
    }

    @Test func modulesOfLuaRocksLoadFromTheUsersTree() async throws {
        let folder = try folder([
            "share/lua/5.4/pure/init.lua": "return { answer = function() return 42 end }",
            "native.c": """
            #include <lua.h>
            #include <lauxlib.h>
            static int twice(lua_State *L) { lua_pushinteger(L, 2 * luaL_checkinteger(L, 1)); return 1; }
            int luaopen_native_twice(lua_State *L) { lua_pushcfunction(L, twice); return 1; }
            """,
            "lib/lua/5.4/native/.keep": "",
        ])
        let library = folder("lib/lua/5.4/native/twice.so")
        try await Self.compile(folder("native.c"), to: library)
        try await withEngine { engine in
            let source = """
                package.path = "\(folder("share/lua/5.4/?.lua"));\(folder("share/lua/5.4/?/init.lua"))"
                package.cpath = "\(folder("lib/lua/5.4/?.so"))"
                return require("pure").answer(), require("native.twice")(21)
                """
            try expect(engine, source, gives: [.integer(42), .integer(42)])
        }
        for profile in [LuaProfile.project, .pure] {
            try await withEngine(LuaEngine.Options(profile: profile, fileRoots: [folder.path])) { engine in
                let source = "package.cpath = '\(folder("lib/lua/5.4/?.so"))'; require 'native.twice'"
                #expect(engine.error(of: source)?.message.contains("module 'native.twice' not found") == true)
            }
        }
    }

    /// Debian's Lua looks into the system's trees by itself; the user's tree is that of LuaRocks.
    @Test func theUsersTreeIsSearchedUnderFullOnly() async throws {
        try await withEngine(LuaEngine.Options(moduleTree: "/home/someone/.luarocks")) { engine in
            guard
                case .table(let paths) = try engine.run("return { package.path, package.cpath }").first.map({
                    try $0.reference.map { .table(try engine.table(of: $0)) } ?? $0
                }) ?? .nil
            else { return }
            let (path, cpath) = (paths.list[0].text ?? "", paths.list[1].text ?? "")
            #expect(
                path.hasPrefix(
                    "/home/someone/.luarocks/share/lua/5.4/?.lua;/home/someone/.luarocks/share/lua/5.4/?/init.lua;"
                )
            )
            #expect(path.contains("./?.lua"))
            #expect(cpath.hasPrefix("/home/someone/.luarocks/lib/lua/5.4/?.so;"))
        }
    }

    private static func compile(_ source: String, to library: String) async throws {
        let finished = try await LuaThread.run {
            try Program("/usr/bin/env", ["cc", "-shared", "-fPIC", "-I/usr/include/lua5.4", "-o", library, source])
                .finish()
        }
        #expect(finished.status == 0, "\(finished.errors)")
    }
}
