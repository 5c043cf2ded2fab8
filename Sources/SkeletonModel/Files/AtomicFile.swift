#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Whole files, read and written in one piece.
public enum AtomicFile: Sendable {
    /// Puts bytes into a file so that it holds, at every moment, all of the old or all of the new content.
    ///
    /// They go under a temporary name into the same folder, to the disk, and only then take the file's place; the
    /// folder is flushed too. A link is followed, and an existing file's permissions are kept. When anything fails the
    /// temporary file is removed and the old content stays. What is not a regular file (a terminal, a pipe) is written
    /// directly.
    ///
    /// - `flushing`: False for what can be had again and is checked when it is read: after a power cut the file
    ///   may then be there and empty, and writing is a hundred times as fast.
    public static func write(_ bytes: [UInt8], to path: String, flushing: Bool = true) throws(FileError) {
        let target = resolved(path)
        let mode = try writableMode(of: target, path: path)
        guard let mode else { return try overwrite(target, path: path, bytes: bytes) }
        let temporary = try writeTemporary(
            bytes,
            for: target,
            path: path,
            permissions: mode.permissions,
            flushing: flushing
        )
        guard unsafe rename(temporary, target) == 0 else {
            let number = errno
            _ = unsafe unlink(temporary)
            throw FileError(path: path, errno: number)
        }
        if flushing { flushFolder(of: target) }
    }

    /// Gives a file another name; a file that has the name is replaced at that moment.
    ///
    /// The file's bytes must be on the disk already (``AppendFile/synchronize()``); the folder is flushed here.
    public static func move(_ path: String, to target: String) throws(FileError) {
        guard unsafe rename(path, target) == 0 else {
            let number = errno
            let missing = unsafe number == ENOENT && access(path, F_OK) != 0
            throw FileError(path: missing ? path : target, errno: number)
        }
        flushFolder(of: target)
    }

    /// Puts bytes into a new file, which appears whole or not at all.
    ///
    /// Of several who do this at once with one path, in however many processes, one succeeds.
    /// - Returns: Whether the file was made; false, and nothing has changed, when something of that name was there.
    public static func create(_ bytes: [UInt8], at path: String) throws(FileError) -> Bool {
        let temporary = try writeTemporary(bytes, for: path, path: path, permissions: nil)
        defer { _ = unsafe unlink(temporary) }
        // A rename would take the place of what is there.
        if unsafe link(temporary, path) != 0 {
            let number = errno
            guard number != EEXIST else { return false }
            // Some file systems have no links; the moment between looking and renaming is the best there is then.
            let hasLinks = ![EPERM, EOPNOTSUPP, ENOSYS].contains(number)
            if unsafe hasLinks || access(path, F_OK) == 0 || rename(temporary, path) != 0 {
                throw FileError(path: path, errno: number)
            }
        }
        flushFolder(of: path)
        return true
    }

    /// Writes bytes to the disk under a name of its own beside the target, and gives the name.
    private static func writeTemporary(
        _ bytes: [UInt8],
        for target: String,
        path: String,
        permissions: mode_t?,
        flushing: Bool = true
    ) throws(FileError) -> String {
        let temporary = temporaryName(for: target)
        let file = try open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, path: path)
        do throws(FileError) {
            defer { _ = close(file) }
            if let permissions { _ = fchmod(file, permissions) }
            try write(bytes, file: file, path: path)
            guard !flushing || fsync(file) == 0 else { throw FileError(path: path, errno: errno) }
        } catch {
            _ = unsafe unlink(temporary)
            throw error
        }
        return temporary
    }

    /// All bytes of a file.
    public static func read(_ path: String) throws(FileError) -> [UInt8] {
        let file = try open(path, O_RDONLY | O_CLOEXEC, path: path)
        defer { _ = close(file) }
        var information = stat()
        guard unsafe fstat(file, &information) == 0 else { throw FileError(path: path, errno: errno) }
        if information.st_mode & S_IFMT == S_IFDIR { throw FileError.isDirectory(path: path) }
        var bytes: [UInt8] = []
        var chunk = max(Int(information.st_size) + 1, 64 << 10)
        while try append(to: &bytes, atMost: chunk, file: file, path: path) {
            chunk = max(bytes.count, 64 << 10)
        }
        return bytes
    }

    private struct Mode {
        /// Of the file that is replaced, nil when there is none.
        var permissions: mode_t?
    }

    /// Nil for what must be written in place; throws for what cannot be a file.
    private static func writableMode(of target: String, path: String) throws(FileError) -> Mode? {
        var information = stat()
        guard unsafe stat(target, &information) == 0 else {
            if errno == ENOENT { return Mode(permissions: nil) }
            throw FileError(path: path, errno: errno)
        }
        switch information.st_mode & S_IFMT {
        case S_IFREG: return Mode(permissions: information.st_mode & 0o7777)
        case S_IFDIR: throw FileError.isDirectory(path: path)
        default: return nil
        }
    }

    private static func overwrite(_ target: String, path: String, bytes: [UInt8]) throws(FileError) {
        let file = try open(target, O_WRONLY | O_CLOEXEC, path: path)
        defer { _ = close(file) }
        try write(bytes, file: file, path: path)
    }

    /// The file that a link leads to, so that writing replaces the file and not the link.
    private static func resolved(_ path: String) -> String {
        guard let real = unsafe realpath(path, nil) else { return path }
        defer { unsafe free(real) }
        return unsafe String(cString: real)
    }

    private static func temporaryName(for target: String) -> String {
        "\(target).\(getpid()).\(String(UInt64.random(in: .min ... .max), radix: 36)).tmp"
    }

    private static func open(_ name: String, _ flags: Int32, path: String) throws(FileError) -> Int32 {
        while true {
            #if canImport(Darwin)
            let file = unsafe Darwin.open(name, flags, 0o666)
            #elseif canImport(Musl)
            let file = unsafe Musl.open(name, flags, 0o666)
            #else
            let file = unsafe Glibc.open(name, flags, 0o666)
            #endif
            if file >= 0 { return file }
            if errno != EINTR { throw FileError(path: path, errno: errno) }
        }
    }

    private static func write(_ bytes: [UInt8], file: Int32, path: String) throws(FileError) {
        var done = 0
        while done < bytes.count {
            let count = unsafe bytes.withUnsafeBytes { buffer in
                let rest = unsafe UnsafeRawBufferPointer(rebasing: buffer[done...])
                return unsafe systemWrite(file, rest.baseAddress, rest.count)
            }
            if count >= 0 { done += count } else if errno != EINTR { throw FileError(path: path, errno: errno) }
        }
    }

    /// Reads once; false at the end of the file.
    private static func append(
        to bytes: inout [UInt8],
        atMost size: Int,
        file: Int32,
        path: String
    ) throws(FileError) -> Bool {
        let start = bytes.count
        var failure: Int32 = 0
        let chunk = unsafe [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            while true {
                let got = unsafe systemRead(file, buffer.baseAddress, size)
                count = max(got, 0)
                if got >= 0 { return }
                failure = errno
                if failure != EINTR { return }
                failure = 0
            }
        }
        if failure != 0 { throw FileError(path: path, errno: failure) }
        if start == 0 { bytes = chunk } else { bytes += chunk }
        return !chunk.isEmpty
    }

    // The rename itself is safe by now; a folder that cannot be flushed is no reason to call the write failed.
    private static func flushFolder(of target: String) {
        let folder = target.lastIndex(of: "/").map { $0 == target.startIndex ? "/" : String(target[..<$0]) } ?? "."
        guard let file = try? open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, path: folder) else { return }
        _ = fsync(file)
        _ = close(file)
    }
}

// Named apart so that the calls above do not mean the members of the same name.
private func systemWrite(_ file: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    unsafe write(file, bytes, count)
}

private func systemRead(_ file: Int32, _ bytes: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    unsafe read(file, bytes, count)
}
