import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A file that only grows: what stands in it stays, whatever happens to a later write.
///
/// Made for journals: one process writes (see ``ProcessLock``), line by line, and a line is there whole or not at all as long
/// as the process lives. After a crash the last line may be torn; ``truncate(to:)`` takes it away.
public final class AppendFile: Sendable {
    /// The file's name, as it was given.
    public let path: String
    private let state: Mutex<State>

    private struct State {
        var descriptor: Int32
        var size: Int
    }

    /// Opens a file, or makes an empty one.
    public init(_ path: String) throws(FileError) {
        let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw FileError(path: path, errno: errno) }
        var information = stat()
        guard unsafe fstat(descriptor, &information) == 0, information.st_mode & S_IFMT == S_IFREG else {
            let number = errno
            Self.closeFile(descriptor)
            throw number == 0 ? .other(path: path, reason: "not a regular file") : FileError(path: path, errno: number)
        }
        self.path = path
        state = Mutex(State(descriptor: descriptor, size: Int(information.st_size)))
    }

    deinit { close() }

    /// How many bytes there are.
    public var size: Int { state.withLock { $0.size } }

    /// Adds bytes at the end and gives the place where they begin.
    ///
    /// When they do not fit, what was written of them is taken back.
    @discardableResult
    public func append(_ bytes: [UInt8]) throws(FileError) -> Int {
        let outcome: Result<Int, FileError> = state.withLock { state in
            guard state.descriptor >= 0 else { return .failure(closed) }
            var done = 0
            while done < bytes.count {
                let count = unsafe bytes.withUnsafeBytes { buffer in
                    let rest = unsafe UnsafeRawBufferPointer(rebasing: buffer[done...])
                    return unsafe Self.writeBytes(state.descriptor, rest.baseAddress, rest.count)
                }
                if count >= 0 {
                    done += count
                } else if errno != EINTR {
                    let number = errno
                    _ = ftruncate(state.descriptor, off_t(state.size))
                    return .failure(FileError(path: path, errno: number))
                }
            }
            defer { state.size += bytes.count }
            return .success(state.size)
        }
        return try outcome.get()
    }

    /// Waits until everything written is on the disk.
    public func synchronize() throws(FileError) {
        let number = state.withLock { $0.descriptor < 0 ? 0 : fsync($0.descriptor) == 0 ? 0 : errno }
        if number != 0 { throw FileError(path: path, errno: number) }
    }

    /// Takes away what stands behind the first bytes.
    public func truncate(to size: Int) throws(FileError) {
        let failure: FileError? = state.withLock { state in
            guard state.descriptor >= 0 else { return closed }
            guard size >= 0, size <= state.size else {
                return .other(path: path, reason: "cannot be cut to \(size) bytes: it has \(state.size)")
            }
            guard ftruncate(state.descriptor, off_t(size)) == 0 else { return FileError(path: path, errno: errno) }
            state.size = size
            return nil
        }
        if let failure { throw failure }
    }

    /// Closes the file; fine if it is closed already.
    public func close() {
        state.withLock { state in
            if state.descriptor >= 0 { Self.closeFile(state.descriptor) }
            state.descriptor = -1
        }
    }

    private var closed: FileError { .other(path: path, reason: "the file is closed") }

    // Named apart so that the calls above do not mean the members of the same name.
    private static func closeFile(_ descriptor: Int32) {
        #if canImport(Darwin)
        _ = Darwin.close(descriptor)
        #elseif canImport(Musl)
        _ = Musl.close(descriptor)
        #else
        _ = Glibc.close(descriptor)
        #endif
    }

    private static func writeBytes(_ file: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
        unsafe write(file, bytes, count)
    }
}
