/// Something that a Lua call waits for while other tasks run.
///
/// The operation runs off the Lua thread, in a Swift `Task` that is cancelled when the waiting Lua task is. Where the
/// script can yield, other Lua tasks run meanwhile; where it cannot (inside `table.sort`, say), the call blocks and gives
/// the same result.
public struct LuaWait {
    struct Finish { let run: () throws(LuaError) -> LuaValue }

    enum Kind {
        case ready(LuaValue)
        case operation(start: (LuaInbox, Int64) -> Task<Void, Never>, finish: Finish)
        case timer(seconds: Double)
        case join(LuaTask)
        case settled(LuaTask, seconds: Double?)
        case module(LuaString)
    }

    let what: String
    let kind: Kind

    /// Waits for an operation.
    ///
    /// - Parameters:
    ///   - what: What is being waited for, shown meanwhile: `skeleton 864691135463333789`.
    ///   - operation: Runs off the Lua thread.
    ///   - then: Turns the result into a Lua value, on the Lua thread.
    public init<T: Sendable>(
        _ what: String,
        _ operation: @escaping @Sendable () async -> Result<T, LuaError>,
        then: @escaping (T) throws(LuaError) -> LuaValue
    ) {
        self.what = what
        let box = LuaResultBox<T>()
        let held = Then(run: then)
        kind = .operation(
            start: { inbox, id in
                inbox.operationStarted()
                return Task {
                    box.set(await operation())
                    inbox.operationEnded(id)
                }
            },
            finish: Finish { () throws(LuaError) in try held.run(box.take().get()) }
        )
    }

    init(_ what: String, _ kind: Kind) {
        self.what = what
        self.kind = kind
    }

    private struct Then<T> { let run: (T) throws(LuaError) -> LuaValue }

    /// A wait that is over already.
    public static func ready(_ value: LuaValue) -> LuaWait {
        LuaWait("", .ready(value))
    }

    /// A wait of some seconds.
    public static func sleep(_ seconds: Double) -> LuaWait {
        LuaWait("sleep", .timer(seconds: seconds))
    }
}

@available(*, unavailable)
extension LuaWait: Sendable {}
