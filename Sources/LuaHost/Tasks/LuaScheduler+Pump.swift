internal import CLua
internal import CLuaShim

extension LuaScheduler {
    /// Works on one wait, for code that cannot yield.
    ///
    /// Does not resume other tasks.
    func pump(until id: Int64) -> Int32 {
        guard let engine = engine?.takeUnretainedValue(), let host = engine.host else { return KL_DONE }
        guard let pending = waits[id] else { return KL_DONE }
        while pending.outcome == nil {
            service()
            if pending.outcome != nil { break }
            if let limit = engine.passedLimit {
                end(id, .failed(limit))
            } else if kl_interrupt_pending(host), kl_take_interrupt(host) {
                if kl_has_interrupt_handler(host) { return KL_INTERRUPTED }
                end(id, .failed(.interrupted))
            } else if !pending.endsByItself {
                end(id, .failed(Self.cannotWaitHere(pending.wait.what)))
            } else {
                wait(for: nil)
            }
        }
        return KL_DONE
    }

    private static func cannotWaitHere(_ what: String) -> LuaError {
        LuaError(
            code: "deadlock",
            "cannot wait for \(what) here: other tasks do not run inside a function that cannot yield, such as table.sort"
        )
    }

    /// Runs tasks until `descriptor` can be read, an interrupt came, or the time is over.
    func pump(readable descriptor: Int32, seconds: Double?) -> LuaEngine.PumpResult {
        guard let engine = engine?.takeUnretainedValue(), let host = engine.host, !isRunning else { return .readable }
        isRunning = true
        defer { isRunning = false }
        let deadline = seconds.map { LuaClock.now() + $0 }
        while true {
            service()
            if kl_interrupt_pending(host), kl_take_interrupt(host) { return .interrupted }
            if let task = ready.popFirst() {
                step(task)
                if case .failed(let error) = task.state {
                    if error.kind == .exit { return .exit(status: kl_exit_status(host)) }
                    if error.kind == .interrupt { return .interrupted }
                }
                reportFailures(engine)
                if LuaClock.poll(descriptor, descriptor, seconds: 0) { return .readable }
                continue
            }
            let left = deadline.map { $0 - LuaClock.now() }
            if let left, left <= 0 { return .timedOut }
            if wait(for: descriptor, atMost: left) { return .readable }
        }
    }
}

extension LuaEngine {
    /// Why `pump` came back.
    public enum PumpResult: Sendable, Equatable {
        /// The descriptor can be read.
        case readable
        /// Ctrl-C.
        case interrupted
        /// The time is over.
        case timedOut
        /// A background task called `os.exit`.
        case exit(status: Int32)
    }

    /// Runs background tasks and timers until the descriptor can be read: what a prompt waits in.
    ///
    /// Failures of tasks that nobody has joined are reported as they happen.
    public func pump(readable descriptor: Int32, seconds: Double? = nil) -> PumpResult {
        scheduler.pump(readable: descriptor, seconds: seconds)
    }

    /// What tasks wait for now, oldest first; for a spinner or `:tasks`.
    public var waiting: [String] {
        scheduler.waits.values.filter { $0.outcome == nil }.sorted { $0.id < $1.id }.map(\.wait.what)
    }

    /// Cancels all tasks, as `:cancel` does, and runs their `<close>` variables.
    public func cancelTasks() {
        guard current == nil, !scheduler.isRunning else { return }
        scheduler.cancelAll()
    }
}
