import LuaHost
import Testing

struct LuaNamespaceTests {
    private static let library: [String: String] = [
        "trial":
            "local name, native = ...; native.name = name; native.twice = function(x) return 2 * x end; return native",
        "poll": "return { task = require('karst.task'), name = ... }",
        "waits": "return { value = require('karst.trial').get(5) }",
        "broken": "error('does not load')",
        "wrong": "x = = 1",
        "one": "return { require('karst.two') }",
        "two": "return { require('karst.one') }",
    ]

    /// An engine whose namespace has a library in Lua.
    private func withLibrary<R: Sendable>(_ body: @escaping @Sendable (LuaEngine) throws -> R) async throws -> R {
        try await LuaThread.run {
            let engine = try LuaEngine()
            defer { engine.close() }
            try engine.installNamespace(
                "karst",
                modules: [.task, .trial(Cell.Counter())],
                libraryNames: Self.library.keys.sorted()
            ) { name in
                Self.library[name].map { LuaSource(bytes: Array($0.utf8), chunkName: "=karst/\(name).lua") }
            }
            return try body(engine)
        }
    }

    @Test func requireAndTheGlobalGiveTheSameTable() async throws {
        try await withLibrary { engine in
            try expect(
                engine,
                "return rawget(karst, 'task') == nil, karst.task == require('karst.task'), rawget(karst, 'task') ~= nil, select(2, require('karst.poll'))",
                gives: [.boolean(true), .boolean(true), .boolean(true), .text(":bundled:")]
            )
            try expect(
                engine,
                "return karst.poll.task == karst.task, karst.poll.name, karst.nothing",
                gives: [
                    .boolean(true), .text("karst.poll"), .nil,
                ]
            )
        }
    }

    @Test func luaSourcesExtendSwiftModules() async throws {
        try await withLibrary { engine in
            try expect(
                engine,
                "return karst.trial.name, karst.trial.twice(4), karst.trial.text('t')",
                gives: [
                    .text("karst.trial"), .integer(8), .text("t"),
                ]
            )
            try expect(engine, "return karst.waits.value", gives: [.integer(5)])
        }
    }

    @Test func errorsOfModulesNameTheirPlace() async throws {
        try await withLibrary { engine in
            #expect(engine.error(of: "return karst.broken")?.message == "karst/broken.lua:1: does not load")
            #expect(engine.error(of: "return karst.wrong")?.where == "karst/wrong.lua:1")
            #expect(engine.error(of: "return karst.one")?.message.contains("require each other in a loop") == true)
            let missing = engine.error(of: "require 'karst.pole'")
            #expect(missing?.message.contains("no bundled module 'karst.pole' (there is poll)") == true)
            // A module that failed can be tried again.
            #expect(engine.error(of: "return karst.broken")?.message == "karst/broken.lua:1: does not load")
        }
    }

    @Test func membersFeedCompletion() async throws {
        try await withLibrary { engine in
            let karst = try engine.global("karst")
            let names = try engine.members(of: karst).map(\.name)
            #expect(names.starts(with: ["task", "trial", "broken", "one", "poll"]))
            let task = try #require(try engine.member("task", of: karst))
            let members = try engine.members(of: task)
            let sleep = try #require(members.first { $0.name == "sleep" })
            #expect(sleep.kind == .function)
            #expect(sleep.signature == "(seconds: number)")
            let cell = try #require(try engine.run("return karst.trial.cell(1)").first)
            let cellNames = try engine.members(of: cell).map(\.name)
            #expect(cellNames == ["plus", "fail", "call", "later", "value", "broken"])
            let strings = try engine.members(of: .text("x")).map(\.name)
            #expect(strings.contains("gsub"))
        }
    }

    @Test func objectsBehaveAsTheirTypeSays() async throws {
        try await withEngine { engine in
            try expect(
                engine,
                """
                local a, b = karst.trial.cell(3), karst.trial.cell(3)
                local names = {}
                for name, value in pairs(karst.task.spawn(print)) do names[#names + 1] = name end
                return tostring(a), #a, a[2], a[9], a == b, a ~= karst.trial.cell(4), a.value, a.nothing, getmetatable(a), #names
                """,
                gives: [
                    .text("Cell 3"), .integer(3), .integer(2), .nil, .boolean(true), .boolean(true), .integer(3), .nil,
                    .boolean(false), .integer(0),
                ]
            )
            #expect(
                engine.error(of: "for name, value in pairs(karst.trial.cell(1)) do end")?.message == "no such value"
            )
            #expect(
                engine.error(of: "karst.trial.cell(1).x = 1")?.message.contains("attempt to index a Cell value") == true
            )
        }
    }

    @Test func tasksAndOthersKeepTheirIdentity() async throws {
        final class Named: LuaObject {
            static var luaType: LuaType {
                LuaType(Named.self, name: "Named", summary: "", describe: { _ in "Named" }, keepsIdentity: true)
            }
        }
        try await LuaThread.run {
            let engine = try LuaEngine()
            defer { engine.close() }
            let object = Named()
            try expect(
                engine,
                "local a, b = ...; kept = a; return rawequal(a, b)",
                [.object(object), .object(object)],
                gives: [.boolean(true)]
            )
            try expect(engine, "return rawequal(kept, ...)", [.object(object)], gives: [.boolean(true)])
            #expect(engine.liveObjects == 1)
            try engine.run("kept = nil; collectgarbage()")
            #expect(engine.liveObjects == 0)
            try expect(engine, "return tostring(...)", [.object(object)], gives: [.text("Named")])
        }
    }

    @Test func externalMemoryCounts() async throws {
        final class Big: LuaObject {
            var externalBytes: Int { 10 << 20 }
            static var luaType: LuaType { LuaType(Big.self, name: "Big", summary: "", describe: { _ in "Big" }) }
        }
        try await LuaThread.run {
            let engine = try LuaEngine(LuaEngine.Options(memoryLimit: 64 << 20))
            defer { engine.close() }
            let module = LuaModule(
                name: "big",
                summary: "",
                functions: [
                    LuaFunction("make", "(): Big", "") { (call) throws(LuaError) -> LuaValue in .object(Big()) }
                ]
            )
            try engine.installNamespace("other", modules: [module]) { _ in nil }
            // Garbage makes room; what is kept does not.
            try engine.run("for i = 1, 100 do other.big.make() end")
            #expect(engine.memoryInUse < 64 << 20)
            #expect(engine.error(of: "kept = {}; for i = 1, 100 do kept[i] = other.big.make() end")?.code == "memory")
            try engine.run("kept = nil; collectgarbage()")
            #expect(engine.memoryInUse < 1 << 20)
        }
    }

    @Test func referencesMayBeLetGoOfAnywhere() async throws {
        try await withEngine { engine in
            for _ in 0..<100 {
                let table = try #require(try engine.run("return {}").first?.reference)
                Task.detached { withExtendedLifetime(table) {} }
            }
            try expect(engine, "return 1", gives: [.integer(1)])
        }
    }
}
