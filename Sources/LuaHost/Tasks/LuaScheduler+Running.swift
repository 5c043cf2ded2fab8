internal import CLua
internal import CLuaShim

/// The loop: ready tasks, timers, completions, interrupts.
extension LuaScheduler {
    /// Runs until `main` has ended and, if asked, no other task is left but daemons.
    func run(_ main: LuaTask, awaitingTasks: Bool) throws(LuaError) -> [LuaValue] {
        guard let engine = engine?.takeUnretainedValue() else { throw .closedEngine }
        isRunning = true
        main.isJoined = true
        defer {
            isRunning = false
            engine.waitObserver?.over()
        }
        while !isOver(main, awaitingTasks) {
            service()
            if let limit = engine.passedLimit {
                cancelAll(grace: 0.5)
                throw limit
            }
            if try handleInterrupt(main, engine) { throw .interrupted }
            if let task = ready.popFirst() {
                engine.waitObserver?.over()
                step(task)
                try passOn(task, main, awaitingTasks)
            } else if !isOver(main, awaitingTasks) {
                if canProgress { waitObserved(main, engine) } else { breakDeadlock(main) }
            }
        }
        reportFailures(engine)
        return try results(of: main, engine)
    }

    private func isOver(_ main: LuaTask, _ awaitingTasks: Bool) -> Bool {
        main.isFinished && !(awaitingTasks && tasks.values.contains { !$0.isDaemon })
    }

    /// An interrupt or `os.exit` that ended any task ends the run; an error in main does as well.
    private func passOn(_ task: LuaTask, _ main: LuaTask, _ awaitingTasks: Bool) throws(LuaError) {
        guard case .failed(let error) = task.state else { return }
        guard task === main || error.kind != .ordinary else { return }
        if task !== main, error.kind == .interrupt, !main.isFinished {
            interrupt(main)
            return
        }
        // At a prompt, what else is under way outlives an entry that fails.
        if awaitingTasks || error.kind == .exit { cancelAll() }
        throw error
    }

    private func results(of main: LuaTask, _ engine: LuaEngine) throws(LuaError) -> [LuaValue] {
        if case .failed(let error) = main.state { throw error }
        return try engine.values(main.thread, from: 1)
    }

    /// Notes what has come in: completions and timers.
    func service() {
        for id in inbox.take() { end(id, .over) }
        guard !timers.isEmpty else { return }
        let now = LuaClock.now()
        while let id = timers.take(at: now) { end(id, .over) }
    }

    /// Whether anything can happen without Lua code running.
    private var canProgress: Bool {
        waits.values.contains { $0.endsByItself || $0.outcome != nil }
    }

    /// Sleeps until something happens; true when one of the descriptors can be read.
    @discardableResult
    func wait(for descriptors: [Int32] = [], atMost limit: Double? = nil) -> Bool {
        guard let engine = engine?.takeUnretainedValue(), let host = engine.host else { return false }
        timers.keep { waits[$0]?.outcome == nil && waits[$0] != nil }
        var seconds = timers.earliest.map { $0 - LuaClock.now() }
        if let limit { seconds = min(seconds ?? limit, limit) }
        let readable = LuaClock.poll(kl_wake_descriptor(host), descriptors, seconds: seconds)
        kl_drain_wake(host)
        return readable
    }

    /// Sleeps, and tells the observer from time to time what main waits for.
    private func waitObserved(_ main: LuaTask, _ engine: LuaEngine) {
        guard case .waiting(let id) = main.state, let pending = waits[id] else {
            _ = wait()
            return
        }
        waitObserved(pending, engine)
    }

    func waitObserved(_ pending: LuaPendingWait, _ engine: LuaEngine) {
        guard let observer = engine.waitObserver else {
            _ = wait()
            return
        }
        wait(atMost: observer.interval)
        if pending.outcome == nil {
            observer.waiting(pending.wait.what, LuaClock.now() - pending.began)
        }
    }

    // MARK: Interrupts

    /// Raises a pending interrupt in main where it waits; true when main has ended and all tasks were cancelled instead.
    private func handleInterrupt(_ main: LuaTask, _ engine: LuaEngine) throws(LuaError) -> Bool {
        guard let host = engine.host, kl_interrupt_pending(host) else { return false }
        if !main.isFinished, !main.hasStarted { return false }  // the hook raises it as soon as main runs
        guard kl_take_interrupt(host) else { return false }
        if kl_has_interrupt_handler(host) {
            try callHandler(engine, host)
        } else if !main.isFinished {
            interrupt(main)
        } else {
            cancelAll()
            return true
        }
        return false
    }

    private func callHandler(_ engine: LuaEngine, _ host: OpaquePointer) throws(LuaError) {
        guard let lua = kl_host_state(host) else { return }
        let base = lua_gettop(lua)
        defer { lua_settop(lua, base) }
        let status = kl_call_interrupt_handler(lua)
        guard status != LUA_OK else { return }
        let error = engine.popError(lua, status)
        kl_arrived(host)
        guard error.kind != .exit else {
            cancelAll()
            throw error
        }
        engine.onTaskFailure(error)
    }

    /// Raises the interrupt where the task waits.
    private func interrupt(_ task: LuaTask) {
        switch task.state {
        case .waiting(let wait): end(wait, .failed(.interrupted))
        case .ready:
            // Its wait is over and not yet taken: take the interrupt instead.
            for pending in waits.values where pending.task === task { pending.outcome = .failed(.interrupted) }
        default: break
        }
    }

    // MARK: Ends

    private func breakDeadlock(_ main: LuaTask) {
        let waiting = tasks.values.filter { if case .waiting = $0.state { true } else { false } }
            .sorted { $0.number < $1.number }
        let list = waiting.map { task in
            guard case .waiting(let id) = task.state, let pending = waits[id] else { return "task \(task.number)" }
            return "task \(task.number) waits for \(pending.wait.what)"
        }
        let error = LuaError(code: "deadlock", "all tasks wait for one another: " + list.joined(separator: ", "))
        let target = main.isFinished ? waiting.first { !$0.isDaemon } : main
        if let target, case .waiting(let id) = target.state { end(id, .failed(error)) }
    }

    /// Cancels every task and lets them run until they have ended, for at most `grace` seconds.
    func cancelAll(grace: Double = 2) {
        let deadline = LuaClock.now() + grace
        for task in tasks.values.sorted(by: { $0.number < $1.number }) { cancel(task) }
        while !tasks.isEmpty, LuaClock.now() < deadline {
            service()
            if let task = ready.popFirst() {
                step(task)
            } else if canProgress {
                wait(atMost: deadline - LuaClock.now())
            } else {
                for task in tasks.values { cancel(task) }
                if ready.isEmpty { break }
            }
        }
        for task in tasks.values { abandon(task) }
        ready = LuaQueue()
    }

    /// Ends a task that did not end when it was cancelled.
    private func abandon(_ task: LuaTask) {
        guard let engine = engine?.takeUnretainedValue(), let host = engine.host else { return }
        _ = kl_close_task(host, task.thread, LUA_OK)
        lua_settop(task.thread, 0)
        settle(task, .failed(Self.cancelled))
    }

    func reportFailures(_ engine: LuaEngine) {
        let reported = failures
        failures = []
        for task in reported {
            guard case .failed(let error) = task.state else { continue }
            engine.failedTaskCount += 1
            engine.onTaskFailure(error)
        }
    }

    /// Before the state closes: no task, no wait, no operation under way.
    func shutDown() {
        cancelAll()
        if let engine = engine?.takeUnretainedValue() { reportFailures(engine) }
        for pending in waits.values { pending.operation?.cancel() }
        let deadline = LuaClock.now() + 2
        while inbox.underWay > 0, LuaClock.now() < deadline {
            wait(atMost: min(0.05, deadline - LuaClock.now()))
        }
        waits = [:]
        tasks = [:]
        timers = LuaTimers()
        _ = inbox.take()
    }
}
