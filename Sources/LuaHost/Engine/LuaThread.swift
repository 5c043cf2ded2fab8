#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// Threads that engines can live on.
///
/// An engine blocks its thread while it waits, so it must not live on Swift's concurrency pool: on the main thread, or on
/// one of these.
public enum LuaThread: Sendable {
    fileprivate final class Work: Sendable {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    /// Runs the body on a new thread with an 8 MiB stack, which Lua's deepest recursion needs.
    public static func run<R: Sendable>(_ body: @escaping @Sendable () throws -> R) async throws -> R {
        try await withCheckedThrowingContinuation { continuation in
            let work = Work {
                do {
                    continuation.resume(returning: try body())
                } catch {
                    continuation.resume(throwing: error)
                }
            }
            start(work)
        }
    }

    private static func start(_ body: Work) {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        pthread_attr_setstacksize(&attributes, 8 << 20)
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        defer { pthread_attr_destroy(&attributes) }
        let work = Unmanaged.passRetained(body)
        #if canImport(Glibc)
        var thread = pthread_t()
        #else
        var thread: pthread_t?
        #endif
        let status = pthread_create(&thread, &attributes, performWork, work.toOpaque())
        // Without a thread the work is done where we are: slower for others, but done.
        if status != 0 { work.takeRetainedValue().body() }
    }
}

private func performWork(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let context { Unmanaged<LuaThread.Work>.fromOpaque(context).takeRetainedValue().body() }
    return nil
}
