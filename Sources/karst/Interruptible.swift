import Dispatch
import Glibc
import Synchronization

/// Long work that Ctrl-C and the other signals that ask for an end stop in good order.
enum Interruptible: Sendable {
    /// The first signal that came, or 0.
    private static let received = Atomic<Int32>(0)

    private final class Box<R: Sendable>: Sendable {
        let result = Mutex<Result<R, any Error>?>(nil)
    }

    /// Runs the operation to its end.
    ///
    /// A signal cancels it; once it has unwound, the process ends as that signal ends one. A second signal does not
    /// wait for that.
    static func run<R: Sendable>(_ operation: @escaping @Sendable () async throws -> R) throws -> R {
        for number in [SIGINT, SIGTERM, SIGHUP] { note(number) }
        let (box, done) = (Box<R>(), DispatchSemaphore(value: 0))
        let task = Task.detached {
            let result: Result<R, any Error>
            do {
                result = .success(try await operation())
            } catch {
                result = .failure(error)
            }
            box.result.withLock { $0 = result }
            done.signal()
        }
        // Looked at on this thread: a handler on a queue may find all threads of the pool at work.
        while done.wait(timeout: .now() + .milliseconds(10)) == .timedOut {
            if received.load(ordering: .acquiring) != 0 { task.cancel() }
        }
        let number = received.load(ordering: .acquiring)
        if number != 0 {
            fflush(nil)
            Signals.end(by: number)
        }
        guard let result = box.result.withLock({ $0 }) else { throw CancellationError() }
        return try result.get()
    }

    /// Lets a signal be noted instead of ending the process.
    private static func note(_ number: Int32) {
        var action = sigaction()
        unsafe action.__sigaction_handler.sa_handler = { number in
            let (isFirst, _) = Interruptible.received.compareExchange(
                expected: 0,
                desired: number,
                ordering: .acquiringAndReleasing
            )
            if !isFirst { Signals.end(by: number) }
        }
        action.sa_flags = SA_RESTART
        unsafe sigaction(number, &action, nil)
    }
}
