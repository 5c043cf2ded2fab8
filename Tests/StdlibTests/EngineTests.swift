import Karst
import TestSupport
import Testing

struct EngineTests {
    @Test func valuesGoInAndOut() async throws {
        try await OwnThread.run {
            let engine = try Engine()
            defer { engine.close() }
            let values = try engine.run("return ...", arguments: [nil, true, 864_691_135_463_333_789, 0.5, "text"])
            #expect(values == [nil, true, 864_691_135_463_333_789, 0.5, "text"])
            #expect(values[2].integer == 864_691_135_463_333_789)
            #expect(values[3].number == 0.5)
            #expect(values[3].integer == nil)
            #expect(values[4].text == "text")
            let table = try #require(try engine.run("return { 1, 2, name = 'x' }").first?.table)
            #expect(table.list == [1, 2])
            #expect(table["name"] == "x")
            #expect(try engine.run("local list = ... return list[1].a", arguments: [[["a": 1]]]) == [1])
        }
    }

    @Test func errorsCarryCodeMessageAndPlace() async throws {
        let errors = try await OwnThread.run {
            let engine = try Engine()
            defer { engine.close() }
            return ["return karst.swc.read('/no/such/file.swc')", "x = = 1", "error('own')"].map { script in
                do throws(LuaError) {
                    try engine.run(script, name: "tool")
                    return LuaError(code: "none", "no error")
                } catch {
                    return error
                }
            }
        }
        #expect(errors[0].code == "not_found")
        #expect(errors[0].message == "/no/such/file.swc: no such file or directory")
        #expect(errors[0].where == "tool:1")
        #expect(errors[1].code == "syntax")
        #expect(errors[2].message.hasSuffix("own"))
    }

    @Test func missingScriptsAndRecipesAreNamed() async throws {
        try await OwnThread.run {
            let engine = try Engine()
            defer { engine.close() }
            #expect(throws: LuaError.self) { try engine.run(contentsOf: "/no/such/script.lua") }
            do throws(LuaError) {
                try engine.run(recipe: "no_such_recipe")
                Issue.record("no error")
            } catch {
                #expect(error.code == "not_found")
                #expect(error.message.contains("poll_and_fetch"))
            }
        }
    }

    @Test(
        arguments: [
            (LuaEngine.Options(profile: .pure), "karst.fs.read('x')", "forbidden", false),
            (
                LuaEngine.Options(profile: .project, fileRoots: ["."]), "karst.fs.read('/etc/passwd')", "forbidden",
                false
            ),
            (LuaEngine.Options(memoryLimit: 8 << 20), "local t = {} for i = 1, 1e9 do t[i] = i end", "memory", false),
            (LuaEngine.Options(instructionBudget: 100_000), "while true do end", "budget", true),
            (LuaEngine.Options(timeLimit: 0.02), "karst.task.sleep(100)", "deadline", true),
        ]
    )
    func limitsEndARunAndLeaveTheEngine(
        options: LuaEngine.Options,
        script: String,
        code: String,
        isLimit: Bool
    ) async throws {
        try await OwnThread.run {
            let engine = try Engine(options)
            defer { engine.close() }
            do throws(LuaError) {
                try engine.run(script)
                Issue.record("no error")
            } catch {
                #expect(error.code == code)
                #expect(error.isLimit == isLimit)
            }
            #expect(try engine.run("return 1") == [1])
        }
    }

    @Test func closingReleasesEverything() async throws {
        let folder = try TemporaryFolder()
        try await OwnThread.run {
            let engine = try Engine()
            let lua = engine.lua
            try engine.run(
                """
                client = karst.cave.client("demo", { server_address = "embedded", data = ... })
                skeleton = karst.swc.parse("1 1 0 0 0 1 -1")
                x, meta = skeleton.x, skeleton.meta
                """,
                arguments: [.text(folder.path)]
            )
            #expect(lua.liveObjects > 0)
            engine.close()
            #expect(lua.liveObjects == 0)
            #expect(lua.memoryInUse == 0)
            #expect(throws: LuaError.self) { try engine.run("return 1") }
        }
    }

    @Test func twoEnginesDoNotShareGlobals() async throws {
        try await OwnThread.run {
            let (one, other) = (try Engine(), try Engine())
            defer {
                one.close()
                other.close()
            }
            try one.run("value = 1")
            #expect(try other.run("return value") == [nil])
            #expect(try one.run("return value") == [1])
        }
    }
}
