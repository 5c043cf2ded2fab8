internal import CLua
internal import CLuaShim

extension LuaScheduler {
    /// Works on one wait, for code that cannot yield.
    ///
    /// Does not resume other tasks.
    func pump(until id: Int64) -> Int32 {
        guard let engine = engine?.takeUnretainedValue(), let host = engine.host else { return KL_DONE }
        guard let pending = waits[id] else { return KL_DONE }
        defer { engine.waitObserver?.over() }
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
                waitObserved(pending, engine)
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

    /// Runs tasks until one of the descriptors can be read, an interrupt came, or the time is over.
    func pump(
        readable descriptors: [Int32],
        seconds: Double?,
        afterStep: () -> Void
    ) -> LuaEngine.PumpResult {
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
                afterStep()
                if LuaClock.poll(-1, descriptors, seconds: 0) { return .readable }
                continue
            }
            let left = deadline.map { $0 - LuaClock.now() }
            if let left, left <= 0 { return .timedOut }
            if wait(for: descriptors, atMost: left) { return .readable }
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

    /// Runs background tasks and timers until a descriptor can be read: what a prompt waits in.
    ///
    /// Failures of tasks that nobody has joined are reported as they happen.
    ///
    /// - Parameters:
    ///   - descriptors: Any of them ends it.
    ///   - seconds: How long at most; nil without end.
    ///   - afterStep: Called each time a task has run for a while, when it may have written something.
    public func pump(
        readable descriptors: Int32...,
        seconds: Double? = nil,
        afterStep: () -> Void = {}
    ) -> PumpResult {
        scheduler.pump(readable: descriptors, seconds: seconds, afterStep: afterStep)
    }

    /// Cancels all tasks, as `:cancel` does, and runs their `<close>` variables.
    public func cancelTasks() {
        guard current == nil, !scheduler.isRunning else { return }
        scheduler.cancelAll()
    }
}
