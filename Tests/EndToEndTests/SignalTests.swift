import Glibc
import TestSupport
import Testing

/// Ctrl-C and the other ways to end a program from outside.
///
/// The limit of each run is far above what an end may take.
struct SignalTests {
    private static let loops = [
        "while true do end",
        "coroutine.wrap(function() while true do end end)()",
        "while true do pcall(function() while true do end end) end",
        "while true do xpcall(function() while true do end end, function() return 1 end) end",
        "while true do coroutine.resume(coroutine.create(function() while true do end end)) end",
        "repeat local ok = pcall(error) until false",
        "karst.task.sleep(1000)",
        "while true do pcall(karst.task.sleep, 1000) end",
        "karst.task.spawn(function() while true do end end):join()",
        "karst.task.map({ 1, 2, 3 }, function() karst.task.sleep(1000) end)",
        "table.sort({ 3, 1, 2 }, function() karst.task.sleep(1000) return false end)",
    ]

    @Test(arguments: loops, [SIGINT, SIGTERM, SIGHUP])
    func aSignalEndsEveryLoop(loop: String, signal: Int32) throws {
        let running = try Self.start(
            "local guard <close> = setmetatable({}, { __close = function() print('closed') end }) ready() " + loop
        )
        running.send(signal)
        let finished = running.finish()
        #expect(finished.ending == .signalled(signal))
        #expect(finished.output == "ready\nclosed\n")
    }

    @Test func anInterruptIsReportedInOneLineAndATraceback() throws {
        let running = try Self.start("while true do end")
        running.send(SIGINT)
        let finished = running.finish()
        #expect(finished.errors.hasPrefix("karst: interrupted\n"))
        #expect(finished.status == 130)
    }

    @Test func aScriptCanDecideWhatAnInterruptDoes() throws {
        let script = """
            local stop = false
            karst.task.on_interrupt(function() stop = true end)
            ready()
            while not stop do karst.task.sleep(0.01) end
            print("stopped in good order")
            """
        let running = try Self.start(script)
        running.send(SIGINT)
        let finished = running.finish()
        #expect(finished.ending == .exited(0))
        #expect(finished.output == "ready\nstopped in good order\n")
    }

    @Test(arguments: ["while true do end", "karst.task.sleep(60)"])
    func aScriptCanLeaveWithAStatusOfItsOwn(loop: String) throws {
        let running = try Self.start("karst.task.on_interrupt(function() os.exit(4) end) ready() " + loop)
        running.send(SIGINT)
        let finished = running.finish()
        #expect(finished.ending == .exited(4))
        #expect(finished.errors == "")
    }

    @Test func whatIgnoresTheEndIsEndedAllTheSame() throws {
        let script = "karst.task.on_interrupt(function() end) ready() while true do karst.task.sleep(0.01) end"
        let running = try Self.start(script)
        running.send(SIGTERM)
        #expect(running.finish().ending == .signalled(SIGTERM))
    }

    private static func start(_ script: String) throws -> RunningProgram {
        // What a signal must find in place comes before the call of ready().
        let setUp = "function ready() print('ready') end "
        let call = script.contains("ready()") ? "" : "ready() "
        let running = try Sandbox().program(["-e", setUp + call + script]).start()
        #expect(running.waitForOutput("ready\n"))
        return running
    }
}

struct PipeTests {
    @Test func idsGoInAndRowsComeOut() throws {
        let sandbox = try Sandbox()
        try sandbox.folder.write("for id in io.lines() do print(id, math.tointeger(id) % 10) end", to: "script.lua")
        let finished = try sandbox.shell(
            "printf '864691135463611454\\n864691135463611453\\n' | $KARST script.lua | sort"
        )
        #expect(finished.output == "864691135463611453\t3\n864691135463611454\t4\n")
        #expect(finished.errors == "")
    }

    @Test(arguments: [
        "while true do print(1) end", "while true do io.write('1\\n') end", "while true do pcall(print, 1) end",
    ])
    func aPipeThatNobodyReadsEndsTheScriptQuietly(script: String) throws {
        let sandbox = try Sandbox()
        try sandbox.folder.write(script, to: "script.lua")
        let finished = try sandbox.shell("{ $KARST script.lua; echo $? >&2; } | head -n 1")
        #expect(finished.output == "1\n")
        #expect(finished.errors == "141\n")
    }

    @Test func aPipeThatBreaksAtTheEndIsQuietToo() throws {
        let finished = try Sandbox().shell("{ $KARST -e 'karst.task.sleep(0.3) print(1)'; echo $? >&2; } | true")
        #expect(finished.errors == "141\n")
    }

    @Test func anotherBrokenPipeIsAnErrorOfItsOwn() throws {
        let script =
            "local p = io.popen('true', 'w') karst.task.sleep(0.2) print(p:write(('x'):rep(1e6))) print('goes on')"
        let finished = try Sandbox().karst("-e", script)
        #expect(finished.output.contains("Broken pipe"))
        #expect(finished.output.hasSuffix("goes on\n"))
        #expect(finished.status == 0)
    }
}
