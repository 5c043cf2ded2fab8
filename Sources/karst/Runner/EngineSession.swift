import Bindings
import Glibc
import Karst

/// The life of the one engine of a program: its signals, what it is used for, its end.
enum EngineSession: Sendable {
    /// Opens an engine, works with it, and gives the exit status, unless a signal ends the process.
    ///
    /// - Parameter trace: Takes a line for each exchange with a server.
    static func run(
        interactive: Bool = false,
        trace: (@Sendable (String) -> Void)? = nil,
        _ work: (LuaEngine) -> Int32
    ) -> Int32 {
        do {
            let hooks = ClientHooks(trace: trace, report: { Console.reportError($0) })
            let engine = try Engine(streams: .process, hooks: hooks)
            engine.lua.interrupter.installSignalHandler(interactive: interactive)
            Signals.install()
            let status = written(work(engine.lua))
            engine.close()
            return end(status)
        } catch {
            Console.reportError(error.message)
            return ExitStatus.failure
        }
    }

    /// A signal that was noted ends the process as that signal does.
    private static func end(_ status: Int32) -> Int32 {
        alarm(0)
        let status = written(status)
        if Signals.received != 0 { Signals.end(by: Signals.received) }
        if status == RunnerStatus.interrupted { Signals.end(by: SIGINT) }
        return status
    }

    private static func written(_ status: Int32) -> Int32 {
        Signals.received == SIGPIPE ? status : Output.finish(status)
    }
}
