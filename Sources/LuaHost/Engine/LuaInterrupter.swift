internal import CLuaShim
import Synchronization

/// Interrupts an engine: what Ctrl-C does.
///
/// The interrupt is raised in whatever Lua code runs, in any coroutine, through every `pcall`; a wait is cancelled.
public final class LuaInterrupter: Sendable {
    /// Pointer to the host while it is open.
    ///
    /// Under the lock: closing waits for whoever is interrupting.
    private struct Target: @unchecked Sendable { var host: OpaquePointer? }
    private let target = Mutex(Target())

    init() {}

    /// Interrupts, from any thread.
    ///
    /// Does nothing once the engine is closed.
    public func interrupt() {
        target.withLock { if let host = $0.host { kl_interrupt(host) } }
    }

    /// Whether an interrupt waits to be raised.
    public var isPending: Bool {
        target.withLock { $0.host.map { kl_interrupt_pending($0) } ?? false }
    }

    /// Forgets an interrupt that was not raised yet, and says whether there was one.
    @discardableResult
    public func takePending() -> Bool {
        target.withLock { $0.host.map { kl_take_interrupt($0) } ?? false }
    }

    /// Makes Ctrl-C (SIGINT) interrupt this engine.
    ///
    /// For an executable, not for a library.
    ///
    /// A second Ctrl-C while the first has had no effect ends the process as if there were no handler; when not
    /// `interactive`, so does one within two seconds.
    public func installSignalHandler(interactive: Bool) {
        target.withLock { if let host = $0.host { kl_install_sigint(host, interactive) } }
    }

    /// Gives SIGINT its default effect back.
    public func removeSignalHandler() {
        target.withLock { if let host = $0.host { kl_remove_sigint(host) } }
    }

    func attach(_ host: OpaquePointer) {
        target.withLock { $0.host = host }
    }

    func detach() {
        target.withLock { $0.host = nil }
    }
}
