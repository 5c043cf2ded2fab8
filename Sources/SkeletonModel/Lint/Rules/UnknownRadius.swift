extension LintRule {
    // Of SWC text the reader tells itself.
    static let unknownRadius = LintRule(
        code: "unknown-radius",
        summary: "Nodes whose radius is 0 or less, in sources other than SWC text.",
        severity: .note,
        isQualityCheck: true
    ) { subject, notes in
        guard subject.text == nil else { return }
        let unknown = subject.skeleton.radius.count { $0 <= 0 }
        if unknown > 0 {
            notes.add(nil, "the radius of \(unknown) of \(subject.skeleton.nodeCount) nodes is not known")
        }
    }
}
