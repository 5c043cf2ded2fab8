/// Something odd about a skeleton or its source, with its place.
public struct LintFinding: Sendable, Hashable, CustomStringConvertible {
    /// Which rule, or which finding of the reader: `z-jump`, `missing-parent`.
    public var code: String
    /// How bad it is.
    public var severity: SkeletonDiagnostic.Severity
    /// The line in the source from 1, 0 for the whole of it or for a source without lines.
    public var line: Int
    /// The first byte of the field within its line from 1, 0 where no single field is meant.
    public var column: Int
    /// The position of the node that is meant, nil for the whole skeleton.
    public var position: Int?
    /// The id of that node.
    public var nodeID: Int64?
    /// What was found, without its place.
    public var message: String
    /// How often it was found, where not every place is told.
    public var count: Int

    init(_ rule: LintRule, _ note: LintNotes.Note, message: String, line: Int, nodeID: Int64?, count: Int) {
        (code, severity) = (rule.code, rule.severity)
        (self.line, column) = (line, 0)
        (position, self.nodeID) = (note.position, nodeID)
        (self.message, self.count) = (message, count)
    }

    init(_ diagnostic: SkeletonDiagnostic) {
        (code, severity) = (diagnostic.code.rawValue, diagnostic.severity)
        (line, column) = (diagnostic.line, diagnostic.column)
        (message, count) = (diagnostic.message, diagnostic.count)
    }

    /// The sentence people read, with its place: `line 12: … (node 11)`.
    public var description: String {
        let place = line == 0 ? "" : column == 0 ? "line \(line): " : "line \(line), column \(column): "
        return place + sentence
    }

    /// The sentence with the node, without line and column.
    public var sentence: String {
        let node = nodeID.map { " (node \($0))" } ?? ""
        return message + node + (count > 1 ? " (\(count) times)" : "")
    }
}

/// What a rule finds, up to a number of places beyond which it only counts.
struct LintNotes {
    struct Note {
        var position: Int?
        var line: Int?
        var message: String
    }

    private(set) var notes: [Note] = []
    private(set) var omitted = 0

    /// A text full of one fault must not fill the memory with sentences about it.
    static let limit = 1000

    /// Takes note of something about a node, a line or the whole.
    mutating func add(_ position: Int? = nil, line: Int? = nil, _ message: @autoclosure () -> String) {
        guard notes.count < LintNotes.limit else {
            omitted += 1
            return
        }
        notes.append(Note(position: position, line: line, message: message()))
    }
}
