extension LintRule {
    static let noSoma = LintRule(
        code: "no-soma",
        summary: "A skeleton without a node of type 1.",
        severity: .note,
        isQualityCheck: true
    ) { subject, notes in
        if subject.somata.isEmpty, subject.skeleton.nodeCount > 0 { notes.add(nil, "no node is of type 1, soma") }
    }
}
