import LuaHost
import Testing

/// Limits end scripts wherever they are, and nothing in a script can stop that.
struct LuaLimitTests {
    /// Scripts that never end by themselves.
    ///
    /// No timing is asserted: a limit that fails hangs the test.
    static let endless = [
        "while true do end",
        "while true do pcall(function() while true do end end) end",
        "while true do pcall(error) end",
        "coroutine.wrap(function() while true do end end)()",
        "while true do coroutine.resume(coroutine.create(function() while true do end end)) end",
        "while true do xpcall(function() while true do end end, function() while true do end end) end",
        "local t = setmetatable({}, { __index = function() while true do end end }); local _ = t.x",
        "local t = setmetatable({}, { __tostring = function() while true do end end }); error(t)",
        "local t = setmetatable({}, { __name = 'x', __tostring = function() while true do end end }); tostring(t)",
        "do local x <close> = setmetatable({}, { __close = function() while true do end end }) end",
        """
        local function again()
          local x <close> = setmetatable({}, { __close = again })
          while true do end
        end
        again()
        """,
        """
        local deep = setmetatable({}, { __close = function() while true do end end })
        local function nest(n)
          local x <close> = deep
          if n > 0 then nest(n - 1) else while true do end end
        end
        nest(150)
        """,
        "table.sort({ 1, 2, 3 }, function() while true do end end)",
        "string.gsub('x', 'x', function() while true do end end)",
        "load(function() while true do end end)",
        "karst.task.spawn(function() while true do end end); karst.task.sleep(0)",
        "karst.task.spawn(function() while true do pcall(karst.task.sleep, 0) end end):join()",
        "while true do pcall(karst.trial.call, function() while true do end end) end",
        "for _ in function() return 1 end do end",
        "local co = coroutine.create(function() local x <close> = setmetatable({}, { __close = function() while true do end end }); coroutine.yield() end); coroutine.resume(co); coroutine.close(co)",
        "for i = 1, math.huge do coroutine.wrap(function() for i = 1, 80 do end end)() end",
        "karst.task.on_interrupt(function() while true do end end); while true do end",
    ]

    static let waiting = [
        "karst.task.sleep(1000)",
        "while true do pcall(karst.task.sleep, 1000) end",
        "table.sort({ 1, 2, 3 }, function() karst.task.sleep(1000) end)",
        "coroutine.wrap(function() karst.task.sleep(1000) end)()",
        "while true do pcall(karst.trial.get, 1, 1000) end",
        "karst.task.spawn(function() while true do pcall(karst.task.sleep, 1000) end end)",
        "local t = karst.task.spawn(function() karst.task.sleep(1000) end); while true do pcall(t.join, t) end",
    ]

    private func code(_ source: String, _ options: LuaEngine.Options) async throws -> String? {
        try await withEngine(options) { engine in
            engine.onTaskFailure = { _ in }
            let code = engine.error(of: source)?.code
            // The engine is as good as new; on a busy machine even this can come too late.
            let answers = (0..<1000).lazy.compactMap { _ in try? engine.run("return 6 * 7") }
            #expect(answers.first == [.integer(42)])
            return code
        }
    }

    @Test(arguments: endless + waiting)
    func aDeadlineEndsIt(source: String) async throws {
        #expect(try await code(source, LuaEngine.Options(timeLimit: 0.02)) == "deadline")
    }

    @Test(arguments: endless)
    func aBudgetEndsIt(source: String) async throws {
        #expect(try await code(source, LuaEngine.Options(instructionBudget: 100_000)) == "budget")
    }

    @Test(arguments: LuaProfile.allCases)
    func whatIsQuickIsLeftAlone(profile: LuaProfile) async throws {
        var options = LuaEngine.Options(profile: profile, instructionBudget: 10_000_000, timeLimit: 600)
        options.memoryLimit = 32 << 20
        try await withEngine(options) { engine in
            let source = "local n = 0; for i = 1, 1000 do n = n + i end; karst.task.sleep(0.001); return n"
            // Each run counts for itself.
            for _ in 0..<50 { try expect(engine, source, gives: [.integer(500_500)]) }
        }
    }

    @Test func closeVariablesRunAfterALimit() async throws {
        try await withEngine(LuaEngine.Options(timeLimit: 0.02)) { engine in
            let source = """
                local cell <close> = karst.trial.cell(1)
                local noted <close> = setmetatable({}, { __close = function() closed = "yes" end })
                while true do end
                """
            // On a busy machine the time may be over before the script has come to its variables.
            let closed = (0..<1000).lazy.contains { _ in
                #expect(engine.error(of: source)?.code == "deadline")
                #expect(engine.liveObjects == 0)
                return (try? engine.global("closed")) == .text("yes")
            }
            #expect(closed)
        }
    }

    @Test func limitsAreNoInterrupts() async throws {
        try await withEngine(LuaEngine.Options(timeLimit: 0.01)) { engine in
            let error = engine.error(of: "while true do end")
            #expect(error?.isLimit == true)
            #expect(error?.isInterrupt == false)
            #expect(error?.message == "the script took longer than it was allowed")
            #expect(!engine.interrupter.isPending)
        }
    }

    @Test func memoryIsLimitedAndComesBack() async throws {
        var options = LuaEngine.Options()
        options.memoryLimit = 4 << 20
        try await withEngine(options) { engine in
            for source in [
                "local t = {}; for i = 1, 1e9 do t[i] = i end", "return ('x'):rep(100 << 20)",
                "local s = 'x'; while true do s = s .. s end", "local t = {}; while true do t = { t } end",
                "return table.concat(setmetatable({}, { __index = function() return ('x'):rep(100000) end, __len = function() return 1e6 end }))",
            ] {
                #expect(engine.error(of: source)?.code == "memory", "\(source)")
                try expect(
                    engine,
                    "return pcall(string.rep, 'x', 100 << 20)",
                    gives: [.boolean(false), .text("not enough memory")]
                )
            }
            try engine.run("collectgarbage()")
            #expect(engine.memoryInUse < 1 << 20)
        }
    }

    @Test func twoEnginesRunOnTwoThreadsAtOnce() async throws {
        let source = """
            local n = 0
            for i = 1, 200 do
              local cell = karst.trial.cell(i)
              n = n + cell.value + #tostring(cell) + karst.trial.get(i, 0)
              if i % 20 == 0 then pcall(karst.trial.throw, "x") end
            end
            return n
            """
        let wanted = (1...200).reduce(0) { $0 + 2 * $1 + 5 + String($1).count }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    try await withEngine(LuaEngine.Options(instructionBudget: 100_000_000, timeLimit: 600)) { engine in
                        let values = try engine.run(source)
                        #expect(values == [.integer(Int64(wanted))])
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    @Test func engineInsideAnEngineKeepsItsOwnLimits() async throws {
        try await withEngine(LuaEngine.Options(timeLimit: 600)) { outer in
            let inner = try LuaEngine(LuaEngine.Options(timeLimit: 0.01))
            defer { inner.close() }
            #expect(inner.error(of: "while true do end")?.code == "deadline")
            try expect(outer, "return 1", gives: [.integer(1)])
        }
    }
}
