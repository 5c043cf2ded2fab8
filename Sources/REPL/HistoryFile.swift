import Glibc

/// The entries of earlier sessions, in a file that several sessions may write to at the same time.
///
/// The file has readline's own form: a line with `#` and the seconds since 1970 before each entry, which may then have
/// several lines. An entry is appended at once, in one write under a lock, so sessions do not overwrite one another.
struct HistoryFile {
    /// Where it is; nil when history is switched off.
    let path: String?
    /// The most entries that are kept.
    var limit = 10_000

    /// The file that the environment names.
    ///
    /// `KARST_HISTORY` is the file itself, and nothing is kept when that is empty; otherwise the file is in the XDG state
    /// folder.
    static func path(in environment: (String) -> String?) -> String? {
        if let named = environment("KARST_HISTORY") { return named.isEmpty ? nil : named }
        if let state = environment("XDG_STATE_HOME"), state.hasPrefix("/") { return state + "/karst/history" }
        guard let home = environment("HOME"), home.hasPrefix("/") else { return nil }
        return home + "/.local/state/karst/history"
    }

    /// Whether an entry should be kept: not when it starts with a space, nor when it seems to hold a secret.
    static func keeps(_ entry: String) -> Bool {
        guard let first = entry.utf8.first, first != UInt8(ascii: " "), !entry.contains("\0") else { return false }
        return !SecretWords.areAssigned(in: entry)
    }

    /// The entries, oldest first; none when there is no file.
    func entries() -> [String] {
        guard let path, let bytes = WholeFile.bytes(path) else { return [] }
        return Array(HistoryFile.parse(bytes).suffix(limit))
    }

    /// Appends one entry.
    ///
    /// Throws the reason, in words, when that cannot be done.
    func append(_ entry: String, at time: Int) throws(HistoryProblem) {
        guard let path else { return }
        let file = try open(path)
        defer { close(file) }
        flock(file, LOCK_EX)
        try write(HistoryFile.text(of: entry, at: time), to: file, path)
    }

    /// Shortens the file once it holds a tenth more than the limit.
    func trim() throws(HistoryProblem) {
        guard let path, let bytes = WholeFile.bytes(path) else { return }
        guard HistoryFile.parse(bytes).count > limit + limit / 10 else { return }
        let file = try open(path)
        defer { close(file) }
        flock(file, LOCK_EX)
        // Read again under the lock: another session may have appended or trimmed meanwhile.
        guard let current = WholeFile.bytes(path) else { return }
        let kept = HistoryFile.timedEntries(current).suffix(limit)
        let text = kept.flatMap { HistoryFile.text(of: $0.entry, at: $0.time) }
        // In place, so that the lock that others wait for stays the file's.
        guard ftruncate(file, 0) == 0 else { throw HistoryProblem(path: path) }
        try write(text, to: file, path)
    }

    private func open(_ path: String) throws(HistoryProblem) -> Int32 {
        HistoryFile.makeFolder(of: path)
        let file = Glibc.open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw HistoryProblem(path: path) }
        return file
    }

    private func write(_ bytes: [UInt8], to file: Int32, _ path: String) throws(HistoryProblem) {
        guard Glibc.write(file, bytes, bytes.count) == bytes.count else { throw HistoryProblem(path: path) }
    }

    private static func makeFolder(of path: String) {
        var folder = ""
        for part in path.split(separator: "/").dropLast() {
            folder += (path.hasPrefix("/") || !folder.isEmpty ? "/" : "") + part
            mkdir(folder, 0o700)
        }
    }
}

/// Why the history cannot be kept.
struct HistoryProblem: Error, CustomStringConvertible {
    let description: String

    /// The reason that `errno` holds now.
    init(path: String) {
        description = "history is not kept: \(path): \(String(cString: strerror(errno)))"
    }
}

extension HistoryFile {
    private static func text(of entry: String, at time: Int) -> [UInt8] {
        Array("#\(time)\n\(entry)\n".utf8)
    }

    static func parse(_ bytes: [UInt8]) -> [String] {
        timedEntries(bytes).map(\.entry)
    }

    /// A line of `#` and digits alone starts an entry; lines before the first one are entries of their own.
    private static func timedEntries(_ bytes: [UInt8]) -> [(time: Int, entry: String)] {
        var entries: [(time: Int, entry: String)] = []
        var open = false
        for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).dropLast() {
            let text = String(decoding: line, as: UTF8.self)
            if text.hasPrefix("#"), let time = Int(text.dropFirst()) {
                entries.append((time, ""))
                open = true
            } else if open, let last = entries.indices.last {
                entries[last].entry += (entries[last].entry.isEmpty ? "" : "\n") + text
            } else {
                entries.append((0, text))
            }
        }
        return entries.filter { !$0.entry.isEmpty }
    }
}
