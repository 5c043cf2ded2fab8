/// What was odd about a skeleton or a text.
public struct LintReport: Sendable {
    /// The findings by line, those about the whole first; at most a thousand.
    public private(set) var findings: [LintFinding] = []
    /// How many findings were left out.
    public private(set) var omitted = 0
    /// The thresholds that decided, by name.
    public let thresholds: [(name: String, value: Double)]
    /// What could be read; nil when the text holds no skeleton.
    public let skeleton: Skeleton?

    /// The most findings of one report.
    public static let limit = 1000

    /// Tries the rules on a skeleton.
    ///
    /// What its reader found odd comes first.
    public init(_ skeleton: Skeleton, _ settings: LintSettings = .standard) {
        self.init(skeleton, skeleton.diagnostics, settings, text: nil, lines: [])
    }

    /// Reads SWC text, plain or in gzip, and tries the rules on what could be read.
    ///
    /// Never stops at an error: every finding of the reader is among the findings.
    public init(swc bytes: [UInt8], _ settings: LintSettings = .standard, limit: Int = 4 << 30) {
        let reading = SWC.lintReading(bytes, mode: settings.mode, limit: limit)
        let skeleton = reading.skeleton.map { skeleton in
            settings.unit.map(skeleton.declared(in:)) ?? skeleton
        }
        self.init(skeleton, reading.findings, settings, text: reading.text, lines: reading.lines)
    }

    private init(
        _ skeleton: Skeleton?,
        _ diagnostics: [SkeletonDiagnostic],
        _ settings: LintSettings,
        text: [UInt8]?,
        lines: [Int32]
    ) {
        self.skeleton = skeleton
        thresholds = settings.thresholds
        var found = diagnostics.map { LintFinding($0) }
        if let skeleton {
            let subject = LintSubject(skeleton, text: text, settings)
            let lineOfNode = lines.isEmpty ? nil : lines.picked(skeleton.sourceRow)
            for rule in settings.rules { found += LintReport.findings(of: rule, subject, lineOfNode) }
        }
        keep(found)
    }

    private static func findings(of rule: LintRule, _ subject: LintSubject, _ lines: [Int32]?) -> [LintFinding] {
        var notes = LintNotes()
        rule.find(subject, &notes)
        return notes.notes.enumerated().map { index, note in
            let line = note.line ?? note.position.flatMap { node in lines.map { Int($0[node]) } } ?? 0
            // What was only counted is told with the last place that is told.
            let count = index == LintNotes.limit - 1 ? notes.omitted + 1 : 1
            let id = note.position.map { subject.skeleton.id(of: $0) }
            return LintFinding(rule, note, message: note.message, line: line, nodeID: id, count: count)
        }
    }

    /// The worst ones are told first where there is no room for all.
    private mutating func keep(_ found: [LintFinding]) {
        let ordered = found.indices.sorted { a, b in
            (found[a].line, found[a].position ?? -1, a) < (found[b].line, found[b].position ?? -1, b)
        }
        let ranks: [SkeletonDiagnostic.Severity] = [.error, .warning, .note]
        let worstFirst = ranks.flatMap { severity in ordered.filter { found[$0].severity == severity } }
        let told = Set(worstFirst.prefix(LintReport.limit))
        findings = ordered.filter(told.contains).map { found[$0] }
        omitted = found.count - findings.count
    }

    /// How many findings of a severity are told.
    public func count(_ severity: SkeletonDiagnostic.Severity) -> Int {
        findings.count { $0.severity == severity }
    }
}
