import ArgumentParser
import Glibc
import SkeletonModel

/// Where a command of `karst swc` writes skeletons.
enum SWCOutput: Sendable {
    case standardOutput
    case file(String)
    case folder(String)

    /// What `-o` means for some files; without it a single file goes to standard output.
    ///
    /// A folder is meant by a name that ends in a slash or is that of a folder, and for several files.
    init(_ word: String?, for files: [SkeletonFile]) throws {
        let isSingle = files.count == 1 && !files[0].isFound
        switch word {
        case nil, "-":
            guard isSingle else { throw ValidationError("several files need a folder to go to: -o DIR") }
            self = .standardOutput
        case let word? where !isSingle || word.hasSuffix("/") || Folders.isFolder(word):
            try Folders.make(word)
            self = .folder(word)
        case let word?: self = .file(word)
        }
    }

    /// Where the skeleton of a file goes when it is written with an ending; nil for standard output.
    func target(of file: SkeletonFile, ending: String) throws -> String? {
        switch self {
        case .standardOutput: return nil
        case .file(let path): return path
        case .folder(let folder):
            let target = "\(folder.hasSuffix("/") ? String(folder.dropLast()) : folder)/\(file.stem).\(ending)"
            if let slash = file.stem.lastIndex(of: "/") { try Folders.make("\(folder)/\(file.stem[..<slash])") }
            return target
        }
    }

    /// Writes a file whole or not at all, or to standard output; never over its own source.
    static func write(_ bytes: [UInt8], to target: String?, from file: SkeletonFile) throws {
        try Task.checkCancellation()
        guard let target else { return Output.write(bytes) }
        if isSame(target, file.path) { throw OverwriteError(path: target) }
        try AtomicFile.write(bytes, to: target)
    }

    private static func isSame(_ a: String, _ b: String) -> Bool {
        var (first, second) = (stat(), stat())
        guard unsafe stat(a, &first) == 0, unsafe stat(b, &second) == 0 else { return false }
        return first.st_dev == second.st_dev && first.st_ino == second.st_ino
    }

    /// Throws wrong use when bytes that are no text would go to a terminal.
    func checkTerminal(isText: Bool) throws {
        guard case .standardOutput = self, !isText, isatty(STDOUT_FILENO) != 0 else { return }
        throw ValidationError("that is no text for a terminal: name a file with -o")
    }
}

/// The result would take the place of what it was made of.
struct OverwriteError: Error, CustomStringConvertible {
    let path: String

    var description: String { "\(path): not written, as it would overwrite its own source; name another file with -o" }
}

/// A form of file that skeletons are written in.
struct SWCTarget: Sendable {
    let format: SkeletonFormat
    let isGzip: Bool

    /// A format by its name or ending, with `.gz` behind or not; nil when there is none.
    init?(_ word: String) {
        isGzip = word.hasSuffix(".gz")
        let name = isGzip ? String(word.dropLast(3)) : word
        guard let format = SkeletonFormat.all.first(where: { $0.name == name || $0.extensions.contains(name) }) else {
            return nil
        }
        self.format = format
    }

    init(_ format: SkeletonFormat, isGzip: Bool) {
        (self.format, self.isGzip) = (format, isGzip)
    }

    /// The ending of its files' names.
    var ending: String { (format.extensions.first ?? "swc") + (isGzip ? ".gz" : "") }

    /// Whether people can read it.
    var isText: Bool { !isGzip && ["swc", "service_swc", "flatdict", "csv", "jsonl"].contains(format.name) }

    /// The words that name a format.
    static var words: [String] {
        SkeletonFormat.all.map { $0.extensions.first ?? $0.name }
    }
}
