import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A lock between processes that says who has it; the system frees it when its process ends, however that happens.
public final class ProcessLock: Sendable {
    /// What became of an attempt to take a lock.
    public enum Attempt: Sendable {
        /// It is ours until it is released.
        case taken(ProcessLock)
        /// Somebody else has it: `process 4711 on host cajal`.
        case held(by: String)
    }

    /// The lock's file.
    public let path: String
    private let descriptor: Mutex<Int32>

    private init(path: String, descriptor: Int32) {
        self.path = path
        self.descriptor = Mutex(descriptor)
    }

    deinit { release() }

    /// Takes the lock if nobody has it.
    ///
    /// The file is made where there is none, and stays when the lock is released.
    public static func take(_ path: String) throws(FileError) -> Attempt {
        let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw FileError(path: path, errno: errno) }
        // flock and not fcntl: it also keeps two jobs of one process apart.
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let number = errno
            defer { close(descriptor) }
            guard number == EWOULDBLOCK || number == EINTR else { throw FileError(path: path, errno: number) }
            return .held(by: holder(descriptor))
        }
        sign(descriptor)
        return .taken(ProcessLock(path: path, descriptor: descriptor))
    }

    /// Lets others take it; fine if that was done already.
    public func release() {
        descriptor.withLock { descriptor in
            guard descriptor >= 0 else { return }
            // A program that is just being started may have a copy of the descriptor until it runs.
            _ = flock(descriptor, LOCK_UN)
            close(descriptor)
            descriptor = -1
        }
    }

    private static var signature: String {
        var name = [CChar](repeating: 0, count: 256)
        let known = unsafe gethostname(&name, name.count - 1) == 0
        let host = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return "process \(getpid())" + (known ? " on host \(host)" : "")
    }

    // Who holds the lock is for people; that it is held, the system knows without the text.
    private static func sign(_ descriptor: Int32) {
        let bytes = Array((signature + "\n").utf8)
        _ = ftruncate(descriptor, 0)
        _ = unsafe bytes.withUnsafeBytes { unsafe pwrite(descriptor, $0.baseAddress, $0.count, 0) }
    }

    private static func holder(_ descriptor: Int32) -> String {
        var bytes = [UInt8](repeating: 0, count: 512)
        let count = unsafe pread(descriptor, &bytes, bytes.count, 0)
        let text = bytes.prefix(max(count, 0)).prefix { $0 >= 0x20 && $0 != 0x7F }
        return text.isEmpty ? "another process" : String(decoding: text, as: UTF8.self)
    }
}
