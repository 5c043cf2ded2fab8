internal import CLua
internal import CLuaShim

/// A task that has not ended, as a prompt lists it.
public struct LuaTaskInformation: Sendable, Hashable {
    /// What the task is called by.
    public let number: Int
    /// `ready` or `waiting`.
    public let status: String
    /// What it waits for; nil when it does not.
    public let waitsFor: String?
    /// For how many seconds it has waited.
    public let seconds: Double
}

/// Told while code that runs in the foreground waits: for a spinner.
///
/// It is called on the engine's thread, and may call what neither waits nor takes long.
public struct LuaWaitObserver {
    /// Seconds between two calls of `waiting`.
    public let interval: Double
    let waiting: (_ what: String, _ seconds: Double) -> Void
    let over: () -> Void

    /// An observer.
    ///
    /// - Parameters:
    ///   - interval: Seconds between two calls of `waiting`.
    ///   - waiting: Gets what is waited for, and for how many seconds by now.
    ///   - over: Called before any Lua code runs again, also when `waiting` was not.
    public init(
        interval: Double,
        waiting: @escaping (_ what: String, _ seconds: Double) -> Void,
        over: @escaping () -> Void
    ) {
        (self.interval, self.waiting, self.over) = (interval, waiting, over)
    }
}

@available(*, unavailable)
extension LuaWaitObserver: Sendable {}

extension LuaEngine {
    /// What tasks wait for now, oldest first.
    public var waiting: [String] {
        scheduler.waits.values.filter { $0.outcome == nil }.sorted { $0.id < $1.id }.map(\.wait.what)
    }

    /// The tasks that have not ended, oldest first.
    public var tasks: [LuaTaskInformation] {
        scheduler.tasks.values.sorted { $0.number < $1.number }.map { task in
            var pending: LuaPendingWait?
            if case .waiting(let id) = task.state { pending = scheduler.waits[id] }
            return LuaTaskInformation(
                number: task.number,
                status: task.status,
                waitsFor: pending?.wait.what,
                seconds: pending.map { LuaClock.now() - $0.began } ?? 0
            )
        }
    }

    /// Cancels one task: it gets `cancelled` where it waits, now or next.
    ///
    /// False when there is no such task.
    public func cancelTask(_ number: Int) -> Bool {
        guard let task = scheduler.tasks[number] else { return false }
        scheduler.cancel(task)
        return true
    }
}
