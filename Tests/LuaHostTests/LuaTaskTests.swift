import LuaHost
import Synchronization
import Testing

struct LuaTaskTests {
    @Test func waitsOverlap() async throws {
        // Fifty waits of 0.2 s and main's own: one after another they would take 10 s.
        try await withEngine { engine in
            let values = try engine.run(
                """
                local task, trial = karst.task, karst.trial
                local waiting, most = 0, 0
                local tasks = {}
                for i = 1, 50 do
                  tasks[i] = task.spawn(function(n)
                    waiting = waiting + 1
                    most = math.max(most, waiting)
                    local got = trial.get(n, 0.2)
                    waiting = waiting - 1
                    return got * 2
                  end, i)
                end
                local sum = 0
                for _, t in ipairs(tasks) do sum = sum + t:join() end
                return sum, most, waiting
                """
            )
            #expect(values == [.integer(2550), .integer(50), .integer(0)])
        }
    }

    @Test(arguments: [
        ("return karst.trial.get(7)", 7),
        (
            "local t = { 3, 1, 2 }; table.sort(t, function(a, b) return karst.trial.get(a) < karst.trial.get(b) end); return t[1] * 100 + t[2] * 10 + t[3]",
            123
        ),
        ("return tonumber((string.gsub('123', '%d', function(d) return karst.trial.get(d + 1 | 0) end)))", 234),
        ("package.preload.m = function() return karst.trial.get(5) end; return (require('m'))", 5),
        (
            "local f = coroutine.wrap(function() for i = 1, 3 do karst.trial.get(i); coroutine.yield(i) end end); local s = 0; for i in f do s = s * 10 + i end; return s",
            123
        ),
        (
            "local co = coroutine.create(function(a) local b = coroutine.yield(karst.trial.get(a)); return karst.trial.get(b) end); local _, x = coroutine.resume(co, 1); local _, y = coroutine.resume(co, 2); return x * 10 + y",
            12
        ),
        ("return select(2, pcall(karst.trial.get, 4))", 4),
        ("return select(2, xpcall(karst.trial.get, print, 4))", 4),
        ("return setmetatable({}, { __index = function(_, k) return karst.trial.get(k) end })[9]", 9),
        (
            "local r; do local x <close> = setmetatable({}, { __close = function() r = karst.trial.get(8) end }) end; return r",
            8
        ),
        ("return karst.trial.call(function() return karst.trial.get(6) end)", 6),
        (
            "return coroutine.wrap(function() return coroutine.wrap(function() return karst.trial.get(3) end)() end)()",
            3
        ),
        (
            "local t = {}; table.sort({ 2, 1 }, function(a, b) t[1] = coroutine.wrap(function() return karst.trial.get(11) end)(); return a < b end); return t[1]",
            11
        ),
        ("return karst.trial.cell(31):later(0.001)", 31),
        ("local n = 0; for i in karst.trial.cell(4) do karst.task.sleep(0.001); n = n + i end; return n", 10),
        ("return assert(load(function() return nil end)) and 1", 1),
    ])
    func waitsGiveTheSameEverywhere(source: String, expected: Int64) async throws {
        try await withEngine { engine in
            try expect(engine, source, gives: [.integer(expected)])
            // The same beside other tasks, and in a task.
            try expect(
                engine,
                "karst.task.spawn(function() for i = 1, 3 do karst.task.sleep(0.001) end end); " + source,
                gives: [.integer(expected)]
            )
            try expect(engine, "return karst.task.spawn(function() \(source) end):join()", gives: [.integer(expected)])
        }
    }

    @Test func aPlainCallBlocksInWaits() async throws {
        try await withEngine { engine in
            let function = try engine.compile(Array("return karst.trial.get(...)".utf8), name: "=f")
            let values = try engine.call(function, [.integer(5)])
            #expect(values == [.integer(5)])
        }
    }

    @Test func joinGivesResultsByIdentityAndErrors() async throws {
        try await withEngine { engine in
            try expect(
                engine,
                """
                local kept = {}
                local t = karst.task.spawn(function(...) karst.task.sleep(0.001); return kept, ..., nil end, 1, 2)
                local a, b, c = t:join()
                local again = t:join()
                local failing = karst.task.spawn(karst.trial.failing_get)
                local ok, e = pcall(failing.join, failing)
                return a == kept, again == kept, b, select("#", t:join()), ok, e.code, failing:status(), t:status(), tostring(t)
                """,
                gives: [
                    .boolean(true), .boolean(true), .integer(1), .integer(3), .boolean(false), .text("late"),
                    .text("failed"), .text("done"), .text("Task 2 (done)"),
                ]
            )
            #expect(engine.failedTaskCount == 0)
        }
    }

    @Test func cancelRaisesAtTheWaitAndRunsCloseVariables() async throws {
        try await withEngine { engine in
            try expect(
                engine,
                """
                local log = {}
                local t = karst.task.spawn(function()
                  local guard <close> = setmetatable({}, { __close = function() log[#log + 1] = "closed" end })
                  local ok, e = pcall(karst.trial.get, 1, 60)
                  log[#log + 1] = e.code
                  karst.task.sleep(60)
                end)
                karst.task.sleep(0.001)
                log[#log + 1] = t:status()
                t:cancel()
                t:wait(0.01)
                log[#log + 1] = t:status()
                t:cancel()
                local ok, e = pcall(t.join, t)
                log[#log + 1] = e.code
                log[#log + 1] = t:status()
                local never = karst.task.spawn(error, "never")
                never:cancel()
                log[#log + 1] = never:status()
                return table.concat(log, " ")
                """,
                gives: [.text("waiting cancelled waiting closed cancelled cancelled cancelled")]
            )
        }
    }

    @Test func waitTellsWhetherTheTaskEnded() async throws {
        try await withEngine { engine in
            try expect(
                engine,
                """
                local slow = karst.task.spawn(karst.task.sleep, 60)
                local quick = karst.task.spawn(function() return 1 end)
                local a, b, c = slow:wait(0.001), quick:wait(60), quick:wait()
                slow:cancel()
                return a, b, c, slow:wait()
                """,
                gives: [.boolean(false), .boolean(true), .boolean(true), .boolean(true)]
            )
        }
    }

    @Test func runWaitsForTasksButNotForDaemons() async throws {
        try await withEngine { engine in
            try engine.run(
                "karst.task.spawn(function() karst.task.sleep(0.01); done = true end); karst.task.spawn({ daemon = true }, karst.task.sleep, 60)"
            )
            let done = try engine.global("done")
            #expect(done == .boolean(true))
        }
    }

    @Test func failuresThatNobodyJoinsAreReported() async throws {
        try await withEngine { engine in
            let seen = Mutex<[String]>([])
            engine.onTaskFailure = { error in
                seen.withLock { $0.append(error.message + (error.traceback == nil ? " without traceback" : "")) }
            }
            try engine.run(
                "karst.task.spawn(error, 'lost'); local t = karst.task.spawn(error, 'found'); karst.task.sleep(0.001); pcall(t.join, t)"
            )
            #expect(seen.withLock { $0 } == ["lost"])
            #expect(engine.failedTaskCount == 1)
        }
    }

    @Test func deadlocksAreErrors() async throws {
        try await withEngine { engine in
            let mutual = engine.error(
                of:
                    "local a, b; a = karst.task.spawn(function() return b:join() end); b = karst.task.spawn(function() return a:join() end); return a:join()"
            )
            #expect(mutual?.code == "deadlock")
            #expect(mutual?.message.hasPrefix("all tasks wait for one another: task 1 waits for task 2") == true)
            let blocked = engine.error(
                of: "local t = karst.task.spawn(function() return 1 end); table.sort({ 1, 2 }, function() t:join() end)"
            )
            #expect(blocked?.message.hasPrefix("cannot wait for task") == true)
            try expect(engine, "return 1", gives: [.integer(1)])
        }
    }

    @Test func scriptsCannotYieldFromATask() async throws {
        try await withEngine { engine in
            let error = engine.error(of: "coroutine.yield(1)")
            #expect(error?.message == "attempt to yield from outside a coroutine")
            try expect(
                engine,
                "return coroutine.isyieldable(), select(2, coroutine.running()), coroutine.wrap(function() return coroutine.isyieldable(), select(2, coroutine.running()) end)()",
                gives: [.boolean(false), .boolean(true), .boolean(true), .boolean(false)]
            )
        }
    }

    @Test func closingACoroutineThatWaitsEndsItsWait() async throws {
        try await withEngine { engine in
            try expect(
                engine,
                """
                local inner
                local t = karst.task.spawn(function()
                  inner = coroutine.create(function() karst.trial.get(1, 60) end)
                  return coroutine.resume(inner)
                end)
                karst.task.sleep(0.001)
                local closed = coroutine.close(inner)
                t:cancel()
                return closed, t:join()
                """,
                gives: [.boolean(true), .boolean(false), .text("cannot resume dead coroutine")]
            )
            #expect(engine.waiting.isEmpty)
        }
    }

    @Test func backgroundTasksRunWhileThePromptWaits() async throws {
        try await withEngine { engine in
            let main = try engine.compile(
                Array(
                    "n = 0; t = karst.task.spawn(function() while true do n = n + 1; karst.task.sleep(0.001) end end)"
                        .utf8
                ),
                name: "=1"
            )
            _ = try engine.run(main, awaitingTasks: false)
            let result = engine.pump(readable: -1, seconds: 0.05)
            #expect(result == .timedOut)
            guard case .integer(let count) = try engine.global("n") else {
                Issue.record("n is gone")
                return
            }
            #expect(count > 1)
            engine.interrupter.interrupt()
            let interrupted = engine.pump(readable: -1, seconds: 5)
            #expect(interrupted == .interrupted)
            let stop = try engine.compile(Array("t:cancel()".utf8), name: "=2")
            _ = try engine.run(stop, awaitingTasks: false)
        }
    }

    @Test func operationsAreCancelledWithTheirTask() async throws {
        let ended = Mutex(0)
        final class Shared: Sendable { let ended = Mutex(0) }
        let shared = Shared()
        _ = ended
        let engineError: LuaError? = try await withEngine { engine in
            let module = LuaModule(
                name: "more",
                summary: "",
                functions: [
                    LuaFunction("forever", "()", "Waits until cancelled.") { (call) throws(LuaError) -> LuaWait in
                        LuaWait(
                            "for ever",
                            {
                                try? await Task.sleep(for: .seconds(60))
                                shared.ended.withLock { $0 += 1 }
                                return Result<Bool, LuaError>.success(Task.isCancelled)
                            },
                            then: { .boolean($0) }
                        )
                    }
                ]
            )
            try engine.installNamespace("other", modules: [module]) { _ in nil }
            return engine.error(
                of: "for i = 1, 5 do karst.task.spawn(other.more.forever) end; karst.task.sleep(0.005); error('stop')"
            )
        }
        #expect(engineError?.message == "test:1: stop")
        #expect(shared.ended.withLock { $0 } == 5)
    }
}
