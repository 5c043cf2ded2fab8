import Dispatch
import Glibc
import LuaHost
import Synchronization
import Testing

struct LuaInterruptTests {
    /// Ways for a script to run for ever.
    ///
    /// Each must end as interrupted, whoever catches errors.
    static let endless: [String] = [
        "while true do end",
        "repeat local x = 1 until false",
        "coroutine.wrap(function() while true do end end)()",
        "local co = coroutine.create(function() while true do end end); while true do coroutine.resume(co) end",
        "local function loop() while true do end end; while true do pcall(loop) end",
        "local function loop() while true do end end; while true do xpcall(loop, function() return 'swallowed' end) end",
        "while true do coroutine.resume(coroutine.create(function() while true do end end)) end",
        "while true do load(function() while true do end end) end",
        "while true do pcall(coroutine.close, coroutine.create(function() end)) end",
        "karst.task.sleep(60)",
        "while true do pcall(karst.task.sleep, 60) end",
        "while true do pcall(karst.trial.get, 1, 60) end",
        "coroutine.wrap(function() karst.trial.get(1, 60) end)()",
        "table.sort({ 3, 1, 2 }, function(a, b) karst.task.sleep(60); return a < b end)",
        "while true do pcall(table.sort, { 3, 1, 2 }, function() while true do end end) end",
        "karst.trial.call(function() while true do end end)",
        "while true do pcall(karst.trial.call, function() while true do end end) end",
        "karst.task.spawn(function() while true do end end); karst.task.sleep(60)",
        "karst.task.spawn(function() karst.task.sleep(60) end):join()",
        "karst.task.spawn(function() while true do karst.task.sleep(0) end end)",
        "local t <close> = setmetatable({}, { __close = function() error('replaced') end }); while true do end",
        "local co = coroutine.wrap(function() local t <close> = setmetatable({}, { __close = function() pcall(error) end }); while true do end end); while true do pcall(co) end",
        "while true do setmetatable({}, { __gc = function() for i = 1, 1e4 do end end }) end",
    ]

    @Test(arguments: endless)
    func everyLoopCanBeInterrupted(source: String) async throws {
        try await withEngine { engine in
            let interrupter = engine.interrupter
            // Not a task: the concurrency pool may be busy with other tests for longer than the script waits.
            DispatchQueue.global().asyncAfter(deadline: .now() + 0.02) { interrupter.interrupt() }
            let error = engine.error(of: source)
            #expect(error?.isInterrupt == true)
            #expect(!interrupter.isPending)
            try expect(engine, "return pcall(error, 'x')", gives: [.boolean(false), .text("x")])
        }
    }

    @Test func closeVariablesRunAndMayCatchTheirOwnErrors() async throws {
        try await withEngine { engine in
            let error = engine.error(
                of: """
                    local guard <close> = setmetatable({}, { __close = function()
                      caught = select(2, pcall(error, "own"))
                      karst.task.sleep(0.001)
                      slept = true
                    end })
                    pcall(function() karst.trial.interrupt(); while true do end end)
                    unreachable = true
                    """
            )
            let caught = try engine.global("caught")
            let slept = try engine.global("slept")
            let unreachable = try engine.global("unreachable")
            #expect(error?.isInterrupt == true)
            #expect(caught == .text("own"))
            #expect(slept == .boolean(true))
            #expect(unreachable == .nil)
        }
    }

    @Test func aHandlerTakesTheInterrupt() async throws {
        try await withEngine { engine in
            try expect(
                engine,
                """
                local n = 0
                karst.task.on_interrupt(function() n = n + 1 end)
                karst.trial.interrupt()
                for i = 1, 100 do end
                karst.task.spawn(function() karst.task.sleep(0.001); karst.trial.interrupt() end)
                karst.task.sleep(0.02)
                table.sort({ 2, 1 }, function(a, b) karst.trial.interrupt(); karst.task.sleep(0.001); return a < b end)
                karst.task.on_interrupt()
                return n >= 3, pcall(error, 1)
                """,
                gives: [.boolean(true), .boolean(false), .integer(1)]
            )
            #expect(engine.error(of: "karst.trial.interrupt(); while true do end")?.isInterrupt == true)
        }
    }

    @Test func anEngineIsUsableAfterManyInterrupts() async throws {
        try await withEngine { engine in
            for _ in 0..<200 {
                #expect(engine.error(of: "karst.trial.interrupt(); while true do end")?.isInterrupt == true)
                #expect(engine.error(of: "karst.trial.interrupt(); karst.task.sleep(60)")?.isInterrupt == true)
            }
            #expect(engine.liveObjects == 0)
        }
    }

    @Test func interruptsFromManyThreadsAtRandomMomentsAreSafe() async throws {
        try await withEngine { engine in
            let interrupter = engine.interrupter
            final class Flag: Sendable { let stop = Atomic(false) }
            let flag = Flag()
            let storm = DispatchWorkItem {
                while !flag.stop.load(ordering: .relaxed) {
                    interrupter.interrupt()
                    sched_yield()
                }
            }
            DispatchQueue.global().async(execute: storm)
            for _ in 0..<300 {
                _ = engine.error(
                    of: """
                        for i = 1, 100 do
                          local c = coroutine.wrap(function(...) coroutine.yield(karst.trial.cell(i)); return ... end)
                          c(); c(); karst.trial.cells(3); pcall(error, {})
                          if i % 30 == 0 then karst.trial.get(i, 0) end
                        end
                        """
                )
            }
            flag.stop.store(true, ordering: .relaxed)
            storm.wait()
            _ = interrupter.takePending()
            try expect(engine, "return 6 * 7", gives: [.integer(42)])
        }
    }
}
