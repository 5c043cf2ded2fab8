import Glibc

/// The entries of a session by their numbers, and the file that keeps them for later ones.
final class SessionLog {
    /// How many texts are kept.
    private static let kept = 1000

    private var texts: [Int: String] = [:]
    private var good: Set<Int> = []
    private var last = 0
    private var file: HistoryFile
    private var lastSaved: String?
    private let report: (String) -> Void
    /// Entries of earlier sessions, oldest first.
    private(set) var earlier: [String]

    /// - Parameter report: Says, once, that the file cannot be written.
    init(_ file: HistoryFile, report: @escaping (String) -> Void) {
        (self.file, self.report) = (file, report)
        earlier = file.entries()
        lastSaved = earlier.last
        try? file.trim()
    }

    /// Numbers an entry.
    func begin(_ entry: String) -> Int {
        last += 1
        texts[last] = entry
        if let old = texts.removeValue(forKey: last - Self.kept), !old.isEmpty { good.remove(last - Self.kept) }
        return last
    }

    func succeeded(_ number: Int) {
        good.insert(number)
    }

    /// Keeps an entry in the file, unless it is not to be kept; true when it was.
    func save(_ entry: String) -> Bool {
        guard HistoryFile.keeps(entry), entry != lastSaved else { return false }
        lastSaved = entry
        do {
            try file.append(entry, at: time(nil))
        } catch {
            report("\(error)")
            file = HistoryFile(path: nil)
        }
        return true
    }

    /// The numbered entries, oldest first.
    var entries: [(number: Int, text: String)] {
        texts.sorted { $0.key < $1.key }.map { (number: $0.key, text: $0.value) }
    }

    /// Those that ran without an error.
    var goodEntries: [String] {
        entries.filter { good.contains($0.number) }.map(\.text)
    }

    func text(_ number: Int) -> String? {
        texts[number]
    }
}

@available(*, unavailable)
extension SessionLog: Sendable {}
