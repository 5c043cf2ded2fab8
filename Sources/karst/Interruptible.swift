import Dispatch
import Glibc
import Synchronization

/// Long work that Ctrl-C and the other signals that ask for an end stop in good order.
enum Interruptible: Sendable {
    private static let signals = [SIGINT, SIGTERM, SIGHUP]

    /// Runs the operation to its end, or, once a signal has cancelled it and it has unwound, ends the process as that
    /// signal does.
    static func run<R: Sendable>(_ operation: @escaping @Sendable () async throws -> R) throws -> R {
        let received = Received()
        let result: Result<R, any Error>
        do {
            result = .success(
                try Blocking.run {
                    let task = Task { try await operation() }
                    let sources = signals.map { number in
                        watch(number) {
                            received.note(number)
                            task.cancel()
                        }
                    }
                    defer { for source in sources { source.cancel() } }
                    return try await task.value
                }
            )
        } catch {
            result = .failure(error)
        }
        if received.number != 0 {
            fflush(nil)
            Signals.end(by: received.number)
        }
        return try result.get()
    }

    /// The first signal that came, or 0.
    private final class Received: Sendable {
        private let first = Atomic<Int32>(0)

        var number: Int32 { first.load(ordering: .acquiring) }

        func note(_ number: Int32) {
            _ = first.compareExchange(expected: 0, desired: number, ordering: .acquiringAndReleasing)
        }
    }

    private static func watch(_ number: Int32, _ body: @escaping @Sendable () -> Void) -> any DispatchSourceSignal {
        // The source sees the signal only where it does not end the process.
        signal(number, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
        source.setEventHandler(handler: body)
        source.resume()
        return source
    }
}
