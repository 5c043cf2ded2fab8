#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// Where paths lead.
enum LuaPath {
    /// The absolute path without links and `..`; of a file that is not there, that of its folder with the name.
    ///
    /// Nil where it cannot be known: a link to nothing, a loop, a folder that may not be read.
    static func resolved(_ path: String) -> String? {
        guard !path.isEmpty, !path.utf8.contains(0) else { return nil }
        var existing = path
        var missing: [String] = []
        while true {
            if let found = real(existing) {
                return missing.isEmpty
                    ? found : (found == "/" ? "" : found) + "/" + missing.reversed().joined(separator: "/")
            }
            // There, but leading nowhere: whoever opened it would make a file somewhere else.
            guard !isThere(existing), errno == ENOENT else { return nil }
            var parts = existing.split(separator: "/", omittingEmptySubsequences: true)
            guard let last = parts.popLast(), last != "..", last != "." else { return nil }
            missing.append(String(last))
            let folder = parts.joined(separator: "/")
            existing = existing.hasPrefix("/") ? "/" + folder : folder.isEmpty ? "." : folder
        }
    }

    /// Whether a resolved path is the folder itself or below it.
    static func isInside(_ path: String, _ root: String) -> Bool {
        path == root || path.hasPrefix(root == "/" ? root : root + "/")
    }

    private static func real(_ path: String) -> String? {
        guard let found = realpath(path, nil) else { return nil }
        defer { free(found) }
        // Not String(cString:), which would repair names that are not UTF-8 into the names of other files.
        return String(validatingCString: found)
    }

    private static func isThere(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0
    }
}

extension LuaEngine {
    /// Where LuaRocks puts the modules that a user installs for themselves: `~/.luarocks`.
    public static var userModuleTree: String? {
        getenv("HOME").map { String(cString: $0) + "/.luarocks" }
    }
}

extension LuaPath {
    /// The bytes of a file, or nil when it cannot be read.
    static func bytes(of path: String) -> [UInt8]? {
        guard let file = fopen(path, "rb") else { return nil }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = fread(&part, 1, part.count, file)
            if count == 0 { return ferror(file) == 0 ? bytes : nil }
            bytes += part[..<count]
        }
    }
}
