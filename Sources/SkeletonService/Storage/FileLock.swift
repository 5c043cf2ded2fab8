import SkeletonAPI

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A lock between processes, held as long as the file is open; the system frees it when its process ends, however.
struct FileLock: ~Copyable, Sendable {
    private let descriptor: Int32

    deinit { close(descriptor) }

    /// Takes the lock if nobody has it.
    static func tryLock(_ path: String) throws(ServiceError) -> FileLock? {
        let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw .storage(path: path, problem: Files.problem(errno)) }
        // flock and not fcntl: it also keeps two services in one process apart.
        if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return FileLock(descriptor: descriptor) }
        let code = errno
        close(descriptor)
        guard code == EWOULDBLOCK || code == EINTR else {
            throw .storage(path: path, problem: Files.problem(code))
        }
        return nil
    }

    /// Takes the lock, and waits on this thread for whoever has it.
    static func lock(_ path: String, atMost limit: Duration) throws(ServiceError) -> FileLock {
        let deadline = ContinuousClock.now + limit
        while ContinuousClock.now < deadline {
            if let lock = try tryLock(path) { return lock }
            usleep(5_000)
        }
        throw .busy(path: path)
    }

    /// Takes the lock, and waits for whoever has it without keeping a thread.
    static func waitForLock(_ path: String, atMost limit: Duration) async throws(ServiceError) -> FileLock {
        let deadline = ContinuousClock.now + limit
        while ContinuousClock.now < deadline {
            if let lock = try tryLock(path) { return lock }
            do { try await Task.sleep(for: .milliseconds(20)) } catch { throw .cancelled }
        }
        throw .busy(path: path)
    }
}
