internal import CLua
internal import CLuaShim

/// Runs tasks on the Lua thread and waits for the host.
final class LuaScheduler {
    /// The engine owns the scheduler and outlives it.
    var engine: Unmanaged<LuaEngine>?
    let inbox = LuaInbox()
    var ready = LuaQueue<LuaTask>()
    var tasks: [Int: LuaTask] = [:]
    var waits: [Int64: LuaPendingWait] = [:]
    var timers = LuaTimers()
    /// Who waits for a module that another task loads.
    private var moduleWaits: [LuaString: [Int64]] = [:]
    var runningTask: LuaTask?
    /// Failed tasks that nobody has joined yet.
    var failures: [LuaTask] = []
    var isRunning = false
    private var lastTask = 0
    private var lastWait: Int64 = 0

    enum Finished {
        case value(LuaValue)
        case resultsOf(OpaquePointer)
    }

    static let cancelled = LuaError(code: "cancelled", "cancelled")

    func add(
        _ thread: OpaquePointer,
        _ reference: LuaReference,
        arguments: Int32,
        isDaemon: Bool
    ) -> LuaTask {
        lastTask += 1
        let task = LuaTask(
            number: lastTask,
            thread: thread,
            reference: reference,
            arguments: arguments,
            isDaemon: isDaemon,
            scheduler: self
        )
        tasks[task.number] = task
        ready.append(task)
        return task
    }

    // MARK: Waits

    /// Starts to wait, on behalf of the task that runs.
    func begin(_ wait: LuaWait) throws(LuaError) -> Int64 {
        if let task = runningTask, task.cancelRequested {
            task.cancelRequested = false
            throw Self.cancelled
        }
        lastWait += 1
        let pending = LuaPendingWait(id: lastWait, wait: wait)
        waits[lastWait] = pending
        switch wait.kind {
        case .ready: pending.outcome = .over
        case .timer(let seconds): addTimer(seconds, lastWait)
        case .operation(let start, _): pending.operation = start(inbox, lastWait)
        case .join(let task):
            task.isJoined = true
            watch(task, pending)
        case .settled(let task, let seconds):
            if let seconds { addTimer(seconds, lastWait) }
            watch(task, pending)
        case .module(let name): moduleWaits[name, default: []].append(lastWait)
        }
        return lastWait
    }

    private func addTimer(_ seconds: Double, _ wait: Int64) {
        timers.add(LuaClock.now() + (seconds > 0 ? seconds : 0), wait)
    }

    private func watch(_ task: LuaTask, _ pending: LuaPendingWait) {
        if task.isFinished { pending.outcome = .over } else { task.waiters.append(pending.id) }
    }

    /// A module is no longer being loaded: whoever waits for it looks again.
    func moduleLoaded(_ name: LuaString) {
        for wait in moduleWaits.removeValue(forKey: name) ?? [] { end(wait, .over) }
    }

    /// Ends a wait; whoever waits goes on.
    func end(_ id: Int64, _ outcome: LuaPendingWait.Outcome) {
        guard let pending = waits[id], pending.outcome == nil else { return }
        pending.outcome = outcome
        if case .failed = outcome { pending.operation?.cancel() }
        if let task = pending.task, case .waiting = task.state {
            task.state = .ready
            ready.append(task)
        }
    }

    /// Takes the result of a wait that is over.
    func finish(_ id: Int64) throws(LuaError) -> Finished {
        guard let pending = waits.removeValue(forKey: id) else { return .value(.nil) }
        if case .failed(let error)? = pending.outcome { throw error }
        switch pending.wait.kind {
        case .ready(let value): return .value(value)
        case .timer, .module: return .value(.nil)
        case .operation(_, let finish): return .value(try finish.run())
        case .settled(let task, _): return .value(.boolean(task.isFinished))
        case .join(let task):
            failures.removeAll { $0 === task }
            if case .failed(let error) = task.state { throw error }
            return .resultsOf(task.thread)
        }
    }

    /// Raises `cancelled` where the task waits; if it does not wait now, then at its next wait.
    func cancel(_ task: LuaTask) {
        switch task.state {
        case .done, .failed: return
        case .waiting(let wait): end(wait, .failed(Self.cancelled))
        case .ready where !task.hasStarted:
            ready.removeAll { $0 === task }
            settle(task, .failed(Self.cancelled))
        case .ready, .running: task.cancelRequested = true
        }
    }

    // MARK: One step

    /// Resumes the task until it waits or ends.
    func step(_ task: LuaTask) {
        guard let engine = engine?.takeUnretainedValue(), let host = engine.host else { return }
        let arguments = task.hasStarted ? 0 : task.startArguments
        task.hasStarted = true
        task.state = .running
        let before = runningTask
        runningTask = task
        var results: Int32 = 0
        var wait: Int64 = 0
        let status = kl_resume_task(host, task.thread, arguments, &results, &wait, &task.unwinding)
        runningTask = before
        switch status {
        case LUA_OK: settle(task, .done)
        case LUA_YIELD: park(task, wait, results)
        default: fail(task, status)
        }
    }

    private func park(_ task: LuaTask, _ id: Int64, _ results: Int32) {
        if id == 0 { kl_pop(task.thread, results) }
        guard let pending = waits[id], pending.outcome == nil else {
            task.state = .ready
            ready.append(task)
            return
        }
        task.state = .waiting(id)
        pending.task = task
    }

    private func fail(_ task: LuaTask, _ status: Int32) {
        guard let engine = engine?.takeUnretainedValue(), let host = engine.host, let lua = kl_host_state(host) else {
            return
        }
        let traceback = self.traceback(of: task, lua, engine)
        let closed = kl_close_task(host, task.thread, status)
        var error = LuaError.memory
        if lua_checkstack(task.thread, 1) != 0, lua_checkstack(lua, LUA_MINSTACK) != 0 {
            lua_pushvalue(task.thread, -1)
            lua_xmove(task.thread, lua, 1)
            error = engine.popError(lua, closed)
        }
        lua_settop(task.thread, 0)
        // A `__close` that failed may have replaced what was unwinding; that goes on all the same.
        switch task.unwinding.unwinding {
        case 0: break
        case KL_INTERRUPTED: error = .interrupted
        case KL_EXITING: error = .exit(kl_exit_status(host))
        case let kind: error = .limit(kind) ?? error
        }
        if error.traceback == nil { error.traceback = traceback }
        settle(task, .failed(error))
    }

    private func traceback(of task: LuaTask, _ lua: OpaquePointer, _ engine: LuaEngine) -> String? {
        guard lua_checkstack(lua, LUA_MINSTACK) != 0 else { return nil }
        // Where there are limits, it was taken before the task's variables were closed.
        kl_push_last_traceback(lua)
        defer { kl_pop(lua, 1) }
        if let kept = LuaEngine.text(lua, -1) { return kept }
        defer { kl_pop(lua, 1) }
        return kl_traceback(lua, task.thread, 0) == LUA_OK ? LuaEngine.text(lua, -1) : nil
    }

    /// The task has ended: whoever waits for it goes on.
    func settle(_ task: LuaTask, _ state: LuaTask.State) {
        task.state = state
        tasks[task.number] = nil
        if case .failed(let error) = state, !task.isJoined, error.kind == .ordinary, error.code != "cancelled" {
            failures.append(task)
        }
        dropWaits(of: task)
        for waiter in task.waiters { end(waiter, .over) }
        task.waiters = []
    }

    /// Waits that a closed coroutine of the task has left behind.
    private func dropWaits(of task: LuaTask) {
        for (id, pending) in waits where pending.task === task {
            pending.operation?.cancel()
            waits[id] = nil
        }
    }
}

/// First in, first out.
struct LuaQueue<Element> {
    private var items: [Element] = []
    private var start = 0

    var isEmpty: Bool { start == items.count }

    mutating func append(_ item: Element) {
        items.append(item)
    }

    mutating func popFirst() -> Element? {
        guard start < items.count else { return nil }
        let first = items[start]
        start += 1
        if start > 64, start * 2 > items.count {
            items.removeFirst(start)
            start = 0
        } else if start == items.count {
            items.removeAll(keepingCapacity: true)
            start = 0
        }
        return first
    }

    mutating func removeAll(where isUnwanted: (Element) -> Bool) {
        items.removeFirst(start)
        start = 0
        items.removeAll(where: isUnwanted)
    }
}
