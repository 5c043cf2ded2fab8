import LuaHost
import Testing

/// Whatever goes wrong, wherever: no object and no byte is left over.
struct LeakBatteryTests {
    /// Strings, errors, objects, coroutines, tasks, iteration, cancelling.
    static let script = """
        local trial, task = karst.trial, karst.task
        local cells, log = trial.cells(3), {}
        for i, cell in ipairs(cells) do log[i] = tostring(cell) .. trial.text("x" .. i) end
        local ok, e = pcall(trial.throw, "message " .. #log)
        log[#log + 1] = e.code .. e.message .. tostring(e.details.line)
        local long = trial.text(("long"):rep(2000)):upper()
        local copy = trial.echo({ long, cells[1], { a = { b = 1.5, c = karst.null } } }, 1, nil, "z")
        local sum = trial.sum(trial.range(50)) + #copy[1]
        do
          local closed <close> = trial.cell(5)
          sum = sum + closed.value + #closed + closed[2] + closed:plus(2).value
        end
        for i, cell in trial.cell(4) do sum = sum + i + cell.value end
        for name, value in pairs(setmetatable({}, { __pairs = function() return next, { a = 1 } end })) do
          sum = sum + value
        end
        local generator = coroutine.wrap(function()
          for i = 1, 3 do task.sleep(0); coroutine.yield(trial.cell(i)) end
        end)
        for cell in generator do sum = sum + cell.value end
        local tasks = {}
        for i = 1, 3 do
          tasks[i] = task.spawn(function(cell)
            local guard <close> = trial.cell(9)
            return trial.get(cell, 0).value + guard.value, trial.cell(i)
          end, trial.cell(i))
        end
        for _, t in ipairs(tasks) do sum = sum + t:join() end
        local lost = task.spawn(function() local g <close> = trial.cell(1); task.sleep(60) end)
        task.sleep(0)
        lost:cancel()
        ok, e = pcall(lost.join, lost)
        log[#log + 1] = e.code
        ok, e = pcall(trial.call, function() error({ trial.cell(7) }) end)
        setmetatable({ trial.cell(8) }, { __gc = function(t) sum = sum + t[1].value end })
        ok, e = xpcall(trial.cell(3).fail, debug.traceback, trial.cell(3))
        local numbers = karst.array.int64 { 1, 2, 3 }
        for i, x in numbers:iter() do sum = sum + i * x end
        sum = sum + ((numbers * 2 + 0.5) / numbers):sum() + #numbers[numbers:gt(1) & numbers:lt(3)]:totable()
        package.preload.waits = function(name) task.sleep(0); return { name, trial.cell(1) } end
        local first, second = task.spawn(require, "waits"), task.spawn(require, "waits")
        sum = sum + (first:join() == second:join() and #first:join() or 0)
        return sum, #log, require("karst.trial") == trial
        """

    /// Opens an engine, runs the script, closes it; says how it ended and what is left over.
    private static func attempt(
        _ source: String,
        failing allocation: Int?,
        count: Int?,
        profile: LuaProfile = .full
    ) -> (error: LuaError?, allocations: Int, cells: Int, objects: Int, bytes: Int) {
        let counter = Cell.Counter()
        var options = LuaEngine.Options(profile: profile, moduleTree: "/none")
        options.failingAllocation = allocation
        options.failingCount = count
        var failure: LuaError?
        var allocations = 0
        var objects = 0
        var bytes = 0
        do throws(LuaError) {
            let engine = try LuaEngine(options)
            engine.onTaskFailure = { _ in }
            do throws(LuaError) {
                try engine.installNamespace("karst", modules: [.task, .array, .trial(counter)]) { _ in nil }
                try engine.run(source)
            } catch {
                failure = error
            }
            failure?.original = nil
            allocations = engine.allocationCount
            engine.close()
            objects = engine.liveObjects
            bytes = engine.memoryInUse
        } catch {
            failure = error
        }
        return (failure, allocations, counter.value, objects, bytes)
    }

    @Test func theScriptItselfIsRight() async throws {
        let result = try await LuaThread.run { () -> LuaError? in
            Self.attempt(Self.script, failing: nil, count: nil).error
        }
        #expect(result == nil, "\(result?.message ?? "")")
    }

    /// Opening an engine that guards itself fails as cleanly.
    @Test(arguments: [LuaProfile.project, .pure])
    func everyAllocationOfAGuardedEngineMayFail(profile: LuaProfile) async throws {
        let source = "local n = karst.array.range(1, 9); return require('karst.trial').cell(n:sum()).value"
        let (tried, wrong) = try await LuaThread.run { () -> (Int, [String]) in
            let allocations = Self.attempt(source, failing: nil, count: nil, profile: profile).allocations
            var wrong: [String] = []
            for n in 1...allocations + 20 {
                let result = Self.attempt(source, failing: n, count: nil, profile: profile)
                if result.cells != 0 || result.objects != 0 || result.bytes != 0 {
                    wrong.append("\(n): \(result.cells) cells, \(result.objects) objects, \(result.bytes) bytes")
                }
            }
            return (allocations, wrong)
        }
        #expect(tried > 500)
        #expect(wrong.isEmpty, "\(wrong.prefix(5))")
    }

    @Test(arguments: [nil, 2, 5])
    func everyAllocationMayFail(count: Int?) async throws {
        let (tried, wrong) = try await LuaThread.run { () -> (Int, [String]) in
            let allocations = Self.attempt(Self.script, failing: nil, count: nil).allocations
            var wrong: [String] = []
            for n in 1...allocations + 20 {
                let result = Self.attempt(Self.script, failing: n, count: count)
                if result.cells != 0 || result.objects != 0 || result.bytes != 0 {
                    wrong.append("\(n): \(result.cells) cells, \(result.objects) objects, \(result.bytes) bytes")
                }
            }
            return (allocations, wrong)
        }
        #expect(tried > 500)
        #expect(wrong.isEmpty, "\(wrong.prefix(5))")
    }

    /// What goes wrong.
    static let failures = [
        "swift error": "karst.trial.throw('x')",
        "bad argument": "karst.trial.text(karst.trial.cell(1))",
        "raising metamethod":
            "local _ = setmetatable({}, { __index = function() local c = karst.trial.cell(1); error({ c }) end }).x",
        "raising tostring":
            "tostring(setmetatable({}, { __tostring = function() error({ karst.trial.cell(1) }) end }))",
        "method error": "karst.trial.cell(3):fail()",
        "property error": "local _ = karst.trial.cell(3).broken",
        "iterator error": "for _ in karst.trial.cell(-1) do end",
        "cancel during wait":
            "local t = karst.task.spawn(function() karst.trial.get({ karst.trial.cell(1) }, 60) end); karst.task.sleep(0); t:cancel(); t:join()",
        "late error": "karst.trial.failing_get()",
        "interrupt during wait": "karst.trial.interrupt(); karst.trial.get({ karst.trial.cell(1) }, 60)",
        "interrupt in a loop": "local c = karst.trial.cell(1); karst.trial.interrupt(); for i = 1, 1e5 do end",
        "exit": "local c <close> = karst.trial.cell(1); os.exit(4)",
        "too deep": "local t = {}; for i = 1, 300 do t = { t, karst.trial.cell(1) } end; karst.trial.echo(t)",
        "nil key": "karst.trial.echo(table.unpack({}, 1, 300), { karst.trial.cell(1) })",
        "too many arguments": "karst.trial.echo(table.unpack({}, 1, 1e7))",
    ]

    /// Where it goes wrong; `$` stands for the failure.
    static let places = [
        "function": "$",
        "protected": "for i = 1, 20 do pcall(function() $ end) end",
        "nested call":
            "for i = 1, 5 do pcall(karst.trial.call, function() $ end) end karst.trial.call(function() $ end)",
        "method": "karst.trial.cell(1):call(function(c) $ end)",
        "iterator": "for c in coroutine.wrap(function() coroutine.yield(karst.trial.cell(1)); $ end) do end",
        "coroutine": "coroutine.resume(coroutine.create(function() local c <close> = karst.trial.cell(1); $ end))",
        "task": "karst.task.spawn(function() local c <close> = karst.trial.cell(2); $ end):join()",
        "unjoined task": "karst.task.spawn(function() $ end); karst.task.sleep(0.001)",
        "__gc": "do local t = setmetatable({ karst.trial.cell(1) }, { __gc = function() $ end }) end collectgarbage()",
        "__gc at the end": "kept = setmetatable({ karst.trial.cell(1) }, { __gc = function() $ end })",
        "__close": "do local t <close> = setmetatable({ karst.trial.cell(1) }, { __close = function() $ end }) end",
        "sort": "table.sort({ 3, 2, 1 }, function(a, b) local c = karst.trial.cell(1); $ ; return a < b end)",
    ]

    @Test(arguments: failures.keys.sorted(), places.keys.sorted())
    func nothingIsLeftOver(failure: String, place: String) async throws {
        let statement = try #require(Self.failures[failure])
        let source = try #require(Self.places[place]).split(separator: "$", omittingEmptySubsequences: false)
            .joined(separator: statement)
        let result = try await LuaThread.run { () -> [Int] in
            let result = Self.attempt(source, failing: nil, count: nil)
            return [result.cells, result.objects, result.bytes, result.error?.code == "syntax" ? 1 : 0]
        }
        #expect(result == [0, 0, 0, 0], "\(source)")
    }
}
