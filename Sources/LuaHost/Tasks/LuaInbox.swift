internal import CLuaShim
import Synchronization

/// Where operations that run off the Lua thread say that they are done.
final class LuaInbox: Sendable {
    private struct State: @unchecked Sendable {
        var finished: [Int64] = []
        var underWay = 0
        /// Open as long as the engine is; used under the lock only.
        var host: OpaquePointer?
    }

    private let state = Mutex(State())

    func attach(_ host: OpaquePointer) {
        state.withLock { $0.host = host }
    }

    func detach() {
        state.withLock { $0.host = nil }
    }

    func operationStarted() {
        state.withLock { $0.underWay += 1 }
    }

    func operationEnded(_ wait: Int64) {
        state.withLock { state in
            state.underWay -= 1
            state.finished.append(wait)
            if let host = state.host { kl_wake(host) }
        }
    }

    /// The waits whose operations ended since the last time.
    func take() -> [Int64] {
        state.withLock { state in
            let finished = state.finished
            state.finished = []
            return finished
        }
    }

    /// Operations that have not ended, whether or not anyone still waits for them.
    var underWay: Int { state.withLock { $0.underWay } }
}

/// The result of an operation, on its way to the Lua thread.
final class LuaResultBox<T: Sendable>: Sendable {
    private let result = Mutex<Result<T, LuaError>?>(nil)

    func set(_ value: Result<T, LuaError>) {
        result.withLock { $0 = value }
    }

    func take() -> Result<T, LuaError> {
        result.withLock { $0 } ?? .failure(LuaError(code: "error", "the operation gave no result"))
    }
}
