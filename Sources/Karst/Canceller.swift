import LuaHost

/// Ends what an engine runs, from any thread.
///
/// ```swift
/// let canceller = engine.canceller
/// DispatchQueue.global().asyncAfter(deadline: .now() + 5) { canceller.cancel() }
/// do { try engine.run(script) } catch where error.isInterrupt { print("took too long") }
/// ```
public struct Canceller: Sendable {
    let interrupter: LuaInterrupter

    /// Ends the run, whatever the script does: in loops, through every `pcall`, and where it waits.
    ///
    /// `<close>` variables and tasks' endings still run; async functions are cancelled. ``Engine/run(_:name:arguments:)``
    /// throws an error whose `isInterrupt` is true. When nothing runs, the next run ends at its start: so a cancel that
    /// comes a moment early is not lost. Does nothing once the engine is closed.
    public func cancel() {
        interrupter.interrupt()
    }

    /// Takes a cancel back that has not ended anything yet, and says whether there was one.
    @discardableResult
    public func reset() -> Bool {
        interrupter.takePending()
    }
}

extension Engine {
    /// What other threads cancel this engine's runs with.
    public var canceller: Canceller { Canceller(interrupter: lua.interrupter) }
}
