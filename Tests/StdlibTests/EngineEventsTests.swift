import Karst
import Synchronization
import TestSupport
import Testing

struct EngineEventsTests {
    @Test func whatScriptsWriteIsHeardByStream() async throws {
        let heard = try await OwnThread.run {
            var heard: [ScriptOutput] = []
            let engine = try Engine()
            engine.onOutput = { heard.append($0) }
            try engine.run(
                """
                print("one", 2, nil, setmetatable({}, { __tostring = function() return "three" end }))
                io.write("four", 5, "\\n")
                io.stdout:write("no line end")
                io.stderr:write("wrong\\n")
                warn("@on")
                warn("careful")
                assert(io.output() == io.stdout and io.type(io.stdout) == "file")
                assert(not io.stdout:close())
                """
            )
            engine.close()
            return heard
        }
        let output = heard.filter { $0.stream == .output }.map(\.text).joined()
        let errors = heard.filter { $0.stream == .errors }.map(\.text).joined()
        #expect(output == "one\t2\tnil\tthree\nfour5\nno line end")
        #expect(errors == "wrong\nLua warning: careful\n")
    }

    @Test func bytesAreHeardAsTheyAre() async throws {
        let bytes = try await OwnThread.run {
            var bytes: [UInt8] = []
            let engine = try Engine()
            defer { engine.close() }
            engine.onOutput = { bytes += $0.bytes }
            try engine.run("io.write('a\\0\\xFF') print(('x'):rep(100000))")
            return bytes
        }
        #expect(bytes.count == 100_004)
        #expect(bytes.prefix(4) == [97, 0, 0xFF, 120])
    }

    /// Scripts that print in a program that does not listen must leave its standard output alone.
    @Test func nothingIsWrittenWhenNobodyListens() async {
        let result = await #expect(
            processExitsWith: .success,
            observing: [\.standardOutputContent, \.standardErrorContent]
        ) {
            try await OwnThread.run {
                let engine = try Engine()
                try engine.run(
                    """
                    print("x") io.write("y") io.stderr:write("z") warn("@on") warn("w")
                    karst.task.spawn(function() error("lost") end)
                    local bar <close> = karst.progress.open("job", 1)
                    """
                )
                engine.close()
            }
        }
        #expect(result?.standardOutputContent == [])
        #expect(result?.standardErrorContent == [])
    }

    @Test func progressAndLogAreHeard() async throws {
        let (steps, messages) = try await OwnThread.run {
            var steps: [ScriptProgress] = []
            var messages: [ScriptMessage] = []
            let engine = try Engine()
            defer { engine.close() }
            engine.onProgress = { steps.append($0) }
            engine.onLog = { messages.append($0) }
            try engine.run(
                """
                local bar <close> = karst.progress.open("fetching", 2)
                bar:add(1, "1 refused")
                karst.host.log("info", "half")
                karst.task.spawn(function() error("lost", 0) end)
                """
            )
            return (steps, messages)
        }
        #expect(steps.first == ScriptProgress(label: "fetching", done: 1, total: 2, note: "1 refused"))
        #expect(messages.first == ScriptMessage(level: .info, text: "half"))
        #expect(messages.last?.level == .error)
        #expect(messages.last?.text.hasPrefix("error in a task: lost") == true)
    }

    @Test(arguments: ["os.exit(7)", "os.exit(7, true)", "os.exit(7, false)", "pcall(os.exit, 7)"])
    func exitEndsTheScriptAndNotTheProcess(_ script: String) async throws {
        try await OwnThread.run {
            let engine = try Engine()
            defer { engine.close() }
            do throws(LuaError) {
                try engine.run(script)
                Issue.record("no error")
            } catch {
                #expect(error.isExit)
                #expect(error.details["status"] == 7)
            }
            #expect(try engine.run("return 1") == [1])
        }
    }

    @Test(arguments: ["while true do pcall(function() while true do end end) end", "karst.task.sleep(1000)"])
    func cancelEndsARunFromAnyThread(_ script: String) async throws {
        let error = try await OwnThread.run {
            let engine = try Engine()
            defer { engine.close() }
            let canceller = engine.canceller
            engine.onOutput = { _ in Task.detached { canceller.cancel() } }
            do throws(LuaError) {
                try engine.run("print('now') " + script)
                return LuaError(code: "none", "no error")
            } catch {
                return error
            }
        }
        #expect(error.isInterrupt)
    }

    @Test func aCancelThatComesEarlyEndsTheNextRun() async throws {
        try await OwnThread.run {
            let engine = try Engine()
            defer { engine.close() }
            engine.canceller.cancel()
            #expect(throws: LuaError.self) { try engine.run("return 1") }
            #expect(try engine.run("return 1") == [1])
            engine.canceller.cancel()
            #expect(engine.canceller.reset())
            #expect(!engine.canceller.reset())
            #expect(try engine.run("return 1") == [1])
        }
    }
}
