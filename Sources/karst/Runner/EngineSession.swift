import Bindings
import Glibc
import Karst

/// The life of the one engine of a program: its signals, what it is used for, its end.
enum EngineSession: Sendable {
    /// Opens an engine, works with it, and gives the exit status, unless a signal ends the process.
    ///
    /// - `options`: Profile and limits.
    /// - `interactive`: Whether a prompt is opened.
    /// - `trace`: Takes a line for each exchange with a server.
    static func run(
        _ options: LuaEngine.Options = LuaEngine.Options(),
        interactive: Bool = false,
        trace: (@Sendable (String) -> Void)? = nil,
        _ work: (LuaEngine) -> Int32
    ) -> Int32 {
        do {
            let hooks = ClientHooks(trace: trace, report: { Console.reportError($0) })
            let engine = try open(options, hooks)
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

    private static func open(_ options: LuaEngine.Options, _ hooks: ClientHooks) throws(LuaError) -> Engine {
        do {
            return try Engine(options, streams: .process, hooks: hooks)
        } catch {
            guard error.code == "memory", let limit = options.memoryLimit else { throw error }
            throw LuaError(code: error.code, "a limit of \(limit) bytes is not enough memory to begin with")
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
