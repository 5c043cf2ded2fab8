import LuaHost
import Testing

struct LuaEngineTests {
    @Test func runsAChunkAndReturnsItsResults() async throws {
        try await withEngine { engine in
            try expect(
                engine,
                "return 6 * 7, 'x', 1.5, nil, true",
                gives: [
                    .integer(42), .text("x"), .number(1.5), .nil, .boolean(true),
                ]
            )
            try expect(engine, "return ...", [.integer(1), .null], gives: [.integer(1), .null])
        }
    }

    @Test func idsKeepTheirDigitsAndFloatsStayFloats() async throws {
        try await withEngine { engine in
            for id: Int64 in [864_691_135_463_333_789, 9_007_199_254_740_993, .max, 1] {
                try expect(engine, "return ...", [.integer(id)], gives: [.integer(id)])
                try expect(engine, "return karst.trial.echo(...)", [.integer(id)], gives: [.integer(id)])
                try expect(engine, "return tostring(...)", [.integer(id)], gives: [.text("\(id)")])
                try expect(
                    engine,
                    "return (karst.trial.echo({ [...] = 1 }))[...]",
                    [.integer(id)],
                    gives: [.integer(1)]
                )
            }
            try expect(engine, "return karst.trial.id", gives: [.integer(864_691_135_463_333_789)])
            try expect(
                engine,
                "return 2^53, 3.0, 1e3 // 1",
                gives: [.number(9_007_199_254_740_992), .number(3), .number(1000)]
            )
            try expect(
                engine,
                "return math.type(karst.trial.echo(3.0)), math.type(karst.trial.echo(3))",
                gives: [
                    .text("float"), .text("integer"),
                ]
            )
        }
    }

    @Test func stringsAreBytes() async throws {
        let strings: [[UInt8]] = [
            [], [0], [0, 1, 0], [0xFF, 0xFE, 0x00, 0x80], Array("zürich ☃".utf8), [UInt8](repeating: 0, count: 100_000),
        ]
        try await withEngine { engine in
            for bytes in strings {
                let value = LuaValue.string(LuaString(bytes: bytes))
                try expect(engine, "return ..., #...", [value], gives: [value, .integer(Int64(bytes.count))])
                try expect(engine, "return karst.trial.echo(...)", [value], gives: [value])
                try expect(engine, "return select(2, pcall(error, ...))", [value], gives: [value])
                try engine.setGlobal("kept", value)
                let kept = try engine.global("kept")
                #expect(kept == value)
            }
            #expect(
                engine.error(of: "karst.trial.text('\\xff')")?.message
                    == "bad argument #1 'text' (text expected, got bytes that are not UTF-8)"
            )
        }
    }

    @Test func tablesAreCopiedWithBothParts() async throws {
        try await withEngine { engine in
            let table = try #require(
                try engine.run("return { 1, 2, x = { y = 'z' }, [864691135463333789] = true }").first?.reference
            )
            let copy = try engine.table(of: table)
            #expect(copy.list == [.integer(1), .integer(2)])
            #expect(copy["x"] == .table(LuaTable(fields: [("y", .text("z"))])))
            #expect(copy[id: 864_691_135_463_333_789] == .boolean(true))
            #expect(copy[id: 2] == .integer(2))
            #expect(!copy.isList)
            try expect(engine, "return karst.trial.echo(...).x.y", [.table(copy)], gives: [.text("z")])
        }
    }

    @Test func anEmptyListStaysAList() async throws {
        try await withEngine { engine in
            for (table, isList) in [(LuaTable(list: []), true), (LuaTable(), false), (LuaTable(list: [.null]), true)] {
                let kept = try #require(try engine.run("return ...", [.table(table)]).first?.reference)
                let copy = try engine.table(of: kept)
                #expect(copy.isList == isList)
            }
        }
    }

    @Test func cyclesAndDepthAreErrors() async throws {
        try await withEngine { engine in
            #expect(engine.error(of: "local t = {}; t.t = t; karst.trial.echo(t)")?.message == "table contains itself")
            #expect(
                engine.error(of: "local t = {}; for i = 1, 200 do t = { t } end; karst.trial.echo(t)")?.message
                    == "table nested more than 100 levels deep"
            )
            #expect(engine.error(of: "local t = {}; t.t = t; karst.trial.sum(t)")?.message == nil)
            let shared = try engine.run("local s = { 1 }; return #karst.trial.echo({ s, s, { s } })")
            #expect(shared == [.integer(3)])
        }
    }

    @Test func bulkListsArePlainTables() async throws {
        try await withEngine { engine in
            try expect(
                engine,
                "return karst.trial.sum(karst.trial.range(10000)), getmetatable(karst.trial.range(1))",
                gives: [.number(50_005_000), .nil]
            )
            #expect(
                engine.error(of: "karst.trial.sum({ 1, 'x' })")?.message
                    == "bad argument #1 'numbers' (list of numbers expected, item 2 is none)"
            )
            try expect(engine, "return #...", [.integers([1, 2, .max])], gives: [.integer(3)])
            try expect(engine, "return (...)[3]", [.integers([1, 2, .max])], gives: [.integer(.max)])
        }
    }

    @Test func syntaxErrorsSayWhetherTheTextIsIncomplete() async throws {
        try await withEngine { engine in
            func error(_ source: String) -> LuaError? {
                do throws(LuaError) {
                    _ = try engine.compile(Array(source.utf8), name: "@file.lua")
                    return nil
                } catch {
                    return error
                }
            }
            #expect(error("x = ")?.details["incomplete"] == .boolean(true))
            #expect(error("for i = 1, 2 do")?.code == "syntax")
            #expect(error("x = = 1")?.details["incomplete"] == nil)
            #expect(error("\nx = = 1")?.where == "file.lua:2")
            #expect(error("#!/usr/bin/env karst\nreturn 1") == nil)
            #expect(error("\u{1B}Lua")?.message.contains("binary chunk") == true)
        }
    }

    @Test func deepRecursionIsAnError() async throws {
        try await withEngine { engine in
            #expect(
                engine.error(of: "local function f() return f() + 1 end; f()")?.message.contains("stack overflow")
                    == true
            )
            #expect(
                engine.error(of: "local call = karst.trial.call; local function f() return call(f) end; f()")?.message
                    .contains("C stack overflow") == true
            )
            try expect(engine, "return 1", gives: [.integer(1)])
        }
    }

    @Test func theMemoryLimitHolds() async throws {
        try await withEngine(LuaEngine.Options(memoryLimit: 4 << 20)) { engine in
            #expect(engine.error(of: "local t = {} ; for i = 1, math.huge do t[i] = {} end")?.code == "memory")
            #expect(engine.peakMemory <= 4 << 20)
            try expect(engine, "collectgarbage(); return karst.trial.text('fine')", gives: [.text("fine")])
        }
        var failing = LuaEngine.Options()
        failing.failingAllocation = 1
        #expect(throws: LuaError.self) { _ = try LuaEngine(failing) }
    }

    @Test func twoEnginesRunOnTwoThreads() async throws {
        let results = await withTaskGroup(of: Int64.self) { group in
            for seed in 1...4 as ClosedRange<Int64> {
                group.addTask {
                    (try? await withEngine { engine in
                        let values = try engine.run(
                            """
                            local total, trial = 0, karst.trial
                            for i = 1, 2000 do
                                local t = trial.cells(3)
                                total = total + trial.cell(i):plus(...).value + #t
                                if i % 500 == 0 then trial.get(i) end
                            end
                            return total
                            """,
                            [.integer(seed)]
                        )
                        if case .integer(let total)? = values.first { return total }
                        return -1
                    }) ?? -2
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        // The sum of 1 … 2000, three cells and the seed each time.
        let expected: [Int64] = [2_009_000, 2_011_000, 2_013_000, 2_015_000]
        #expect(results.sorted() == expected)
    }

    @Test func exitUnwindsAndGivesItsStatus() async throws {
        try await withEngine { engine in
            let error = engine.error(
                of: "local x <close> = setmetatable({}, { __close = function() closed = true end }); pcall(os.exit, 3)"
            )
            #expect(error?.isExit == true)
            #expect(error?.details["status"] == .integer(3))
            let closed = try engine.global("closed")
            #expect(closed == .boolean(true))
            #expect(
                engine.error(of: "karst.task.spawn(os.exit, false); karst.task.sleep(5)")?.details["status"]
                    == .integer(1)
            )
        }
    }
}
