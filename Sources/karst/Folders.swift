import Glibc
import SkeletonModel

/// Making folders.
enum Folders: Sendable {
    /// Makes a folder and those above it; one that is there already is fine.
    static func make(_ path: String) throws(FolderError) {
        var made = path.hasPrefix("/") ? "/" : ""
        for part in path.split(separator: "/") {
            made += (made.isEmpty || made.hasSuffix("/") ? "" : "/") + part
            guard unsafe mkdir(made, 0o777) != 0, errno != EEXIST else { continue }
            throw FolderError(description: "\(made): \(unsafe String(cString: strerror(errno)))")
        }
        guard isFolder(path) else { throw FolderError(description: "\(path) is not a folder") }
    }

    /// Whether there is a file or folder of this name.
    static func exists(_ path: String) -> Bool {
        unsafe access(path, F_OK) == 0
    }

    static func isFolder(_ path: String) -> Bool {
        var information = stat()
        return unsafe stat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFDIR
    }
}

/// Why a folder could not be made.
struct FolderError: Error, CustomStringConvertible {
    let description: String
}
