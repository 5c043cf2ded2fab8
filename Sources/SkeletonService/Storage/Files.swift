import SkeletonAPI

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The few file-system calls that the service needs, whose failures name the path and say what is wrong with it.
enum Files: Sendable {
    /// Whether a regular file is there.
    ///
    /// A microsecond, so that thousands can be asked for.
    static func isFile(_ path: String) -> Bool { mode(path) == S_IFREG }

    /// Whether a regular file is there, and nothing in it.
    static func isEmptyFile(_ path: String) -> Bool {
        var status = stat()
        return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && status.st_size == 0
    }

    /// Whether each name is that of a regular file in a folder.
    ///
    /// The way to the folder is walked once, and not for each file: that is most of what looking costs.
    static func areFiles(_ names: [String], in folder: String) -> [Bool] {
        let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return Array(repeating: false, count: names.count) }
        defer { close(descriptor) }
        return names.map { name in
            var status = stat()
            return unsafe fstatat(descriptor, name, &status, 0) == 0 && status.st_mode & S_IFMT == S_IFREG
        }
    }

    /// Whether a folder is there.
    static func isFolder(_ path: String) -> Bool { mode(path) == S_IFDIR }

    /// The identity of a regular file; nil when there is none.
    static func stamp(_ path: String) -> SkeletonStamp? {
        var status = stat()
        guard unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return SkeletonStamp(
            device: UInt64(truncatingIfNeeded: status.st_dev),
            inode: UInt64(truncatingIfNeeded: status.st_ino),
            size: Int64(status.st_size),
            modified: Int64(status.modified.tv_sec) &* 1_000_000_000 &+ Int64(status.modified.tv_nsec)
        )
    }

    /// What tells a file from another that takes its place.
    struct Identity: Hashable, Sendable {
        let device: UInt64
        let number: UInt64
    }

    /// Which file is there now; nil when there is none.
    static func identity(_ path: String) -> Identity? {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return nil }
        return Identity(device: UInt64(truncatingIfNeeded: status.st_dev), number: UInt64(status.st_ino))
    }

    private static func mode(_ path: String) -> mode_t? {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return nil }
        return status.st_mode & S_IFMT
    }

    /// Makes a folder and the folders above it, all of which may be there already.
    static func makeFolder(_ path: String) throws(ServiceError) {
        if isFolder(path) { return }
        try makeFolder(of: path)
        guard unsafe mkdir(path, 0o777) != 0 else { return }
        let code = errno
        if code == EEXIST, isFolder(path) { return }
        throw .storage(path: path, problem: code == EEXIST ? "not a directory" : problem(code))
    }

    /// Makes the folder that a file is to lie in.
    static func makeFolder(of path: String) throws(ServiceError) {
        guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return }
        try makeFolder(String(path[..<slash]))
    }

    /// The path from the root, without links and dots.
    static func absolutePath(_ path: String) throws(ServiceError) -> String {
        guard let resolved = unsafe realpath(path, nil) else { throw failure(path) }
        defer { unsafe free(resolved) }
        return unsafe String(cString: resolved)
    }

    /// The names in a folder, in no order; none when the folder is not there.
    static func names(in folder: String) throws(ServiceError) -> [String] {
        guard let stream = unsafe opendir(folder) else {
            if errno == ENOENT { return [] }
            throw failure(folder)
        }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { field in
                unsafe field.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    /// Moves a file within the data folder.
    ///
    /// False when it was not there any more.
    @discardableResult static func move(_ path: String, to target: String) throws(ServiceError) -> Bool {
        if unsafe rename(path, target) == 0 { return true }
        if errno == ENOENT { return false }
        throw failure(path)
    }

    /// Removes a file if it is there.
    static func remove(_ path: String) throws(ServiceError) {
        guard unsafe unlink(path) != 0, errno != ENOENT else { return }
        throw failure(path)
    }

    private static func failure(_ path: String) -> ServiceError { .storage(path: path, problem: problem(errno)) }

    /// What an error number means, in the words of `FileError`.
    static func problem(_ code: Int32) -> String {
        switch code {
        case ENOENT: "no such file or directory"
        case EACCES, EPERM: "permission denied"
        case ENOTDIR: "not a directory"
        case EISDIR: "is a directory"
        case EROFS: "read-only file system"
        case ENOSPC, EDQUOT: "no space left on device"
        case ENAMETOOLONG: "the name is too long"
        default: "the system says: \(unsafe String(cString: strerror(code)).lowercased())"
        }
    }
}

extension stat {
    /// When the file was last written, by the name it has on each system.
    fileprivate var modified: timespec {
        #if canImport(Darwin)
        st_mtimespec
        #else
        st_mtim
        #endif
    }
}
