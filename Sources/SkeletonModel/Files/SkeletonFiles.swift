import FoundationEssentials

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A file with a skeleton, as somebody named it or as it was found in a folder.
public struct SkeletonFile: Sendable, Hashable {
    /// Where it is; `-` for standard input.
    public let path: String
    /// Its path below the folder that was named; the last part of its path when it was named itself.
    public let name: String
    /// Whether it was found in a folder that was named.
    public let isFound: Bool

    /// A file that was named itself.
    public init(path: String) {
        self.path = path
        name = path == "-" ? "standard_input" : String(path.split(separator: "/").last ?? "")
        isFound = false
    }

    fileprivate init(_ name: String, in folder: String) {
        path = folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
        self.name = name
        isFound = true
    }

    /// The name without the ending of a skeleton format.
    public var stem: String {
        for ending in SkeletonFiles.allEndings where name.lowercased().hasSuffix(ending) && name.count > ending.count {
            return String(name.dropLast(ending.count))
        }
        return name
    }

    /// All bytes of the file, or of standard input.
    public func bytes() throws(FileError) -> [UInt8] {
        if path != "-" { return try AtomicFile.read(path) }
        do {
            return try AtomicFile.read("/dev/stdin")
        } catch {
            throw .other(path: "-", reason: "standard input cannot be read")
        }
    }
}

/// Finding the files that people mean.
public enum SkeletonFiles: Sendable {
    /// Endings of the names that are looked for in folders, the longer ones first.
    ///
    /// Tables are not among them: most files of rows in a folder are something else.
    public static let endings: [String] = endings(
        of: SkeletonFormat.all.filter { !["csv", "jsonl"].contains($0.name) }
    )

    /// Endings of the names of files with skeletons, the longer ones first.
    static let allEndings = endings(of: SkeletonFormat.all)

    private static func endings(of formats: [SkeletonFormat]) -> [String] {
        let plain = formats.flatMap(\.extensions).map { "." + $0 }
        return plain.map { $0 + ".gz" } + plain
    }

    /// The files that words mean: files, patterns such as `cells/*.swc`, folders with all that is below them, `-`.
    ///
    /// Words keep their order; what a pattern or a folder means is sorted by name. In folders only names with the
    /// ending of a skeleton format count, or those that match `pattern`; hidden ones never do. A word that means
    /// nothing stays as it is: reading it tells what is wrong. Throws for a folder that cannot be read, or has no
    /// such files.
    public static func find(_ words: [String], pattern: String? = nil) throws(FileError) -> [SkeletonFile] {
        var files: [SkeletonFile] = []
        for word in words {
            if word == "-" {
                files.append(SkeletonFile(path: word))
                continue
            }
            for path in expanded(word) {
                if isFolder(path) {
                    files += try contents(of: path, pattern)
                } else {
                    files.append(SkeletonFile(path: path))
                }
            }
        }
        return files
    }

    private static func contents(of folder: String, _ pattern: String?) throws(FileError) -> [SkeletonFile] {
        if pattern == nil, let ids = try? PrecomputedFolder(opening: folder).ids() {
            return ids.map { SkeletonFile($0.description, in: folder) }
        }
        var names: [String] = []
        try collect("", in: folder, pattern, &names)
        if names.isEmpty {
            let wanted =
                pattern ?? endings.filter { !$0.hasSuffix(".gz") }.joined(separator: ", ") + ", each also with .gz"
            throw .other(path: folder, reason: "no files of skeletons in this folder (\(wanted))")
        }
        return names.map { SkeletonFile($0, in: folder) }
    }

    private static func collect(
        _ below: String,
        in folder: String,
        _ pattern: String?,
        _ names: inout [String]
    ) throws(FileError) {
        let path = below.isEmpty ? folder : "\(folder)/\(below)"
        let entries: [String]
        do {
            entries = try FileManager.default.contentsOfDirectory(atPath: path)
        } catch {
            throw FileError(path: path, error)
        }
        for entry in entries.sorted() where !entry.hasPrefix(".") {
            let name = below.isEmpty ? entry : "\(below)/\(entry)"
            // A link to a folder may lead back to one above.
            if isFolder("\(folder)/\(name)") {
                if !isLink("\(folder)/\(name)") { try collect(name, in: folder, pattern, &names) }
            } else if matches(entry, pattern) {
                names.append(name)
            }
        }
    }

    private static func matches(_ name: String, _ pattern: String?) -> Bool {
        if let pattern { return unsafe fnmatch(pattern, name, 0) == 0 }
        return endings.contains { name.lowercased().hasSuffix($0) }
    }

    /// The paths that a pattern matches; the word itself when it names a file, or matches none.
    private static func expanded(_ word: String) -> [String] {
        guard word.contains(where: { "*?[".contains($0) }), unsafe access(word, F_OK) != 0 else { return [word] }
        var found = unsafe glob_t()
        defer { unsafe globfree(&found) }
        guard unsafe glob(word, 0, nil, &found) == 0 else { return [word] }
        let paths = unsafe (0..<Int(found.gl_pathc)).compactMap { index in
            unsafe found.gl_pathv[index].map { unsafe String(cString: $0) }
        }
        return paths.sorted()
    }

    private static func isFolder(_ path: String) -> Bool {
        var information = stat()
        return unsafe stat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFDIR
    }

    private static func isLink(_ path: String) -> Bool {
        var information = stat()
        return unsafe lstat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFLNK
    }
}
