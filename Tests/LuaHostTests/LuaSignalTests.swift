import Glibc
import LuaHost
import Testing

/// Real signals, in processes of their own; one after another, since each waits for its process on a thread of the pool.
@Suite(.serialized)
struct LuaSignalTests {
    /// Sends SIGINT to this process after some milliseconds, and again each time the list says.
    private static func signal(after milliseconds: [Int]) {
        // Whatever goes wrong, the process ends.
        alarm(30)
        Task.detached {
            for pause in milliseconds {
                try await Task.sleep(for: .milliseconds(pause))
                kill(getpid(), SIGINT)
            }
        }
    }

    private static func run(_ source: String, interactive: Bool = false, signals: [Int]) async throws -> LuaError? {
        try await LuaThread.run {
            let engine = try LuaEngine()
            defer { engine.close() }
            try engine.installNamespace("karst", modules: [.task, .trial(Cell.Counter())]) { _ in nil }
            engine.interrupter.installSignalHandler(interactive: interactive)
            signal(after: signals)
            return engine.error(of: source)
        }
    }

    @Test func ctrlCInterruptsALoop() async {
        await #expect(processExitsWith: .exitCode(42)) {
            let error = try await LuaSignalTests.run(
                "while true do pcall(function() while true do end end) end",
                signals: [50]
            )
            exit(error?.isInterrupt == true ? 42 : 1)
        }
    }

    @Test func ctrlCInterruptsAWait() async {
        await #expect(processExitsWith: .exitCode(42)) {
            let error = try await LuaSignalTests.run("while true do pcall(karst.trial.get, 1, 60) end", signals: [50])
            exit(error?.isInterrupt == true ? 42 : 1)
        }
    }

    @Test func ctrlCInterruptsABlockingPump() async {
        await #expect(processExitsWith: .exitCode(42)) {
            let error = try await LuaSignalTests.run(
                "table.sort({ 3, 2, 1 }, function() karst.task.sleep(60) end)",
                signals: [50]
            )
            exit(error?.isInterrupt == true ? 42 : 1)
        }
    }

    @Test func aSecondCtrlCEndsTheProcessWhenTheFirstHasNoEffect() async {
        // No hook runs inside one call of the C library.
        await #expect(processExitsWith: .signal(SIGINT)) {
            _ = try await LuaSignalTests.run(
                "string.find(('a'):rep(4000), '.-.-.-.-b$')",
                interactive: true,
                signals: [50, 100]
            )
            exit(1)
        }
    }

    @Test func aSecondCtrlCWithinTwoSecondsEndsAScript() async {
        await #expect(processExitsWith: .signal(SIGINT)) {
            _ = try await LuaSignalTests.run(
                "karst.task.on_interrupt(function() end); while true do end",
                signals: [Int](repeating: 100, count: 200)
            )
            exit(1)
        }
    }

    @Test func atThePromptLaterCtrlCsAreInterruptsLikeTheFirst() async {
        await #expect(processExitsWith: .exitCode(42)) {
            let count = try await LuaThread.run { () -> Int in
                let engine = try LuaEngine()
                defer { engine.close() }
                engine.interrupter.installSignalHandler(interactive: true)
                return (0..<3).count { _ in
                    LuaSignalTests.signal(after: [50])
                    return engine.error(of: "while true do end")?.isInterrupt == true
                }
            }
            exit(count == 3 ? 42 : 1)
        }
    }

    @Test func closingGivesTheSignalItsDefaultEffectBack() async {
        await #expect(processExitsWith: .signal(SIGINT)) {
            try await LuaThread.run {
                let engine = try LuaEngine()
                engine.interrupter.installSignalHandler(interactive: false)
                engine.close()
            }
            kill(getpid(), SIGINT)
            sleep(5)
            exit(1)
        }
    }
}
