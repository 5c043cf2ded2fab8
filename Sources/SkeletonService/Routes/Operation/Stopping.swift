import Synchronization

/// Whether the server is about to end, for those who wait for something else.
final class Stopping: Sendable {
    private struct State {
        var hasBegun = false
        var waiting: [Int: AsyncStream<Void>.Continuation] = [:]
        var next = 0
    }

    private let state = Mutex(State())

    /// Tells everybody.
    func begin() {
        let waiting = state.withLock { state in
            state.hasBegun = true
            defer { state.waiting = [:] }
            return state.waiting
        }
        for continuation in waiting.values { continuation.finish() }
    }

    /// Waits until the server is about to end, or the task is cancelled.
    func wait() async {
        let (stream, continuation) = AsyncStream<Void>.makeStream()
        let waiter = state.withLock { state -> Int? in
            if state.hasBegun { return nil }
            state.next += 1
            state.waiting[state.next] = continuation
            return state.next
        }
        guard let waiter else { return }
        // The stream ends by itself when the task is cancelled.
        for await _ in stream {}
        state.withLock { state in _ = state.waiting.removeValue(forKey: waiter) }
    }
}
