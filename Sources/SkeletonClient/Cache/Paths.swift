import FoundationEssentials
import SkeletonAPI

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The few file-system calls that the client needs.
enum Paths: Sendable {
    /// Whether a folder is there.
    static func isFolder(_ path: String) -> Bool { mode(path).map { $0 & S_IFMT == S_IFDIR } ?? false }

    /// Whether a regular file is there.
    static func isFile(_ path: String) -> Bool { mode(path).map { $0 & S_IFMT == S_IFREG } ?? false }

    /// The permissions and kind of a file, nil when it is not there.
    static func mode(_ path: String) -> mode_t? {
        var status = stat()
        return unsafe stat(path, &status) == 0 ? status.st_mode : nil
    }

    /// The names in a folder, in no order; none when it cannot be read.
    static func names(in folder: String) -> [String] {
        guard let stream = unsafe opendir(folder) else { return [] }
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

    /// Makes a folder and the folders above it, all of which may be there already.
    static func makeFolder(_ path: String, mode: mode_t = 0o777) throws(ServiceError) {
        if isFolder(path) { return }
        if let slash = path.lastIndex(of: "/"), slash > path.startIndex {
            try makeFolder(String(path[..<slash]), mode: mode)
        }
        guard unsafe mkdir(path, mode) != 0 else { return }
        let number = errno
        if number == EEXIST, isFolder(path) { return }
        throw .storage(path: path, problem: problem(number))
    }

    /// Makes a file with exactly these permissions; one that is there already is fine.
    static func createEmpty(_ path: String, mode: Int) throws(ServiceError) {
        let file = unsafe open(path, O_WRONLY | O_CREAT | O_CLOEXEC, mode_t(mode))
        guard file >= 0 else { throw .storage(path: path, problem: problem(errno)) }
        _ = close(file)
    }

    /// The user's own folder, as the environment has it.
    static func home(_ environment: [String: String]) -> String {
        // FoundationEssentials asks the user database only, where the shell and other tools believe the environment.
        environment["HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? FileManager.default.homeDirectoryForCurrentUser.path
    }

    /// A path whose `~` at the beginning is the user's own folder.
    static func expanded(_ path: String, _ environment: [String: String]) -> String {
        path == "~" || path.hasPrefix("~/") ? home(environment) + path.dropFirst() : path
    }

    /// What an error number means.
    static func problem(_ number: Int32) -> String { unsafe String(cString: strerror(number)).lowercased() }
}
