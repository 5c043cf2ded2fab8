import Glibc

/// Runs engines on threads of their own: an engine blocks its thread while it waits, and the threads of Swift's
/// concurrency pool, on which tests run, are too few to be blocked.
enum OwnThread {
    private final class Job {
        let run: () -> Void
        init(_ run: @escaping () -> Void) { self.run = run }
    }

    /// Runs the body to its end on a new thread.
    static func run<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            let job = Job { continuation.resume(with: Result(catching: body)) }
            var attributes = pthread_attr_t()
            pthread_attr_init(&attributes)
            pthread_attr_setstacksize(&attributes, 8 << 20)
            pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
            var thread = pthread_t()
            pthread_create(
                &thread,
                &attributes,
                { pointer in
                    guard let pointer else { return nil }
                    Unmanaged<Job>.fromOpaque(pointer).takeRetainedValue().run()
                    return nil
                },
                Unmanaged.passRetained(job).toOpaque()
            )
            pthread_attr_destroy(&attributes)
        }
    }
}
