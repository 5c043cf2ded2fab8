import Dispatch
import Synchronization

/// Waiting on the main thread for work that is done elsewhere.
enum Blocking: Sendable {
    private final class Box<R: Sendable>: Sendable {
        let result = Mutex<Result<R, any Error>?>(nil)
    }

    /// Runs the operation on the concurrency pool and blocks until it has ended.
    static func run<R: Sendable>(_ operation: @escaping @Sendable () async throws -> R) throws -> R {
        let box = Box<R>()
        let done = DispatchSemaphore(value: 0)
        Task.detached {
            let result: Result<R, any Error>
            do {
                result = .success(try await operation())
            } catch {
                result = .failure(error)
            }
            box.result.withLock { $0 = result }
            done.signal()
        }
        done.wait()
        guard let result = box.result.withLock({ $0 }) else { throw CancellationError() }
        return try result.get()
    }
}
