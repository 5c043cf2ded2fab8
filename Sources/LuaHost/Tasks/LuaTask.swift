internal import CLua
internal import CLuaShim

/// A coroutine that the scheduler runs: the main chunk, or what `karst.task.spawn` started.
final class LuaTask: LuaObject {
    enum State {
        case ready
        case running
        case waiting(Int64)
        case done
        case failed(LuaError)
    }

    let number: Int
    let thread: OpaquePointer
    /// Keeps the thread alive, and on its stack the results.
    let reference: LuaReference
    let isDaemon: Bool
    var startArguments: Int32
    var hasStarted = false
    var state = State.ready
    var unwinding = kl_unwinding()
    var cancelRequested = false
    var isJoined = false
    /// Waits of others that end with this task.
    var waiters: [Int64] = []
    let scheduler: LuaScheduler

    init(
        number: Int,
        thread: OpaquePointer,
        reference: LuaReference,
        arguments: Int32,
        isDaemon: Bool,
        scheduler: LuaScheduler
    ) {
        self.number = number
        self.thread = thread
        self.reference = reference
        startArguments = arguments
        self.isDaemon = isDaemon
        self.scheduler = scheduler
    }

    var isFinished: Bool {
        switch state {
        case .done, .failed: true
        default: false
        }
    }

    /// The word that scripts see.
    var status: String {
        switch state {
        case .ready: "ready"
        case .running: "running"
        case .waiting: "waiting"
        case .done: "done"
        case .failed(let error): error.code == "cancelled" ? "cancelled" : "failed"
        }
    }

    static var luaType: LuaType {
        LuaType(
            LuaTask.self,
            name: "Task",
            summary: "A function that runs beside others.",
            methods: [
                LuaFunction(
                    "join",
                    "(): any",
                    "Waits for the task and gives its results, or raises its error.",
                    joinTask
                ),
                LuaFunction(
                    "wait",
                    "(seconds?: number): boolean",
                    "Waits for the task to end; false if it has not.",
                    waitTask
                ).parameters(LuaParameter("seconds", "How long at most.", default: "without end")),
                LuaFunction("cancel", "()", "Raises `cancelled` where the task waits, now or next.", cancelTask),
                LuaFunction("status", "(): string", "ready, running, waiting, done, failed or cancelled.", statusTask),
            ],
            describe: { "Task \($0.number) (\($0.status))" },
            keepsIdentity: true
        )
    }
}

private func joinTask(_ call: borrowing LuaCall) throws(LuaError) -> LuaWait {
    let task = try call.receiver(as: LuaTask.self)
    return LuaWait("task \(task.number)", .join(task))
}

private func waitTask(_ call: borrowing LuaCall) throws(LuaError) -> LuaWait {
    let task = try call.receiver(as: LuaTask.self)
    return LuaWait("task \(task.number)", .settled(task, seconds: try call.optionalNumber(1, "seconds")))
}

private func cancelTask(_ call: borrowing LuaCall) throws(LuaError) -> LuaValue {
    let task = try call.receiver(as: LuaTask.self)
    task.scheduler.cancel(task)
    return .nil
}

private func statusTask(_ call: borrowing LuaCall) throws(LuaError) -> LuaValue {
    .text(try call.receiver(as: LuaTask.self).status)
}
