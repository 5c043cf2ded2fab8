extension LintRule {
    static let multifurcation = LintRule(
        code: "multifurcation",
        summary: "A node outside of the soma with three or more children.",
        severity: .note
    ) { subject, notes in
        for (node, count) in subject.childCounts.enumerated() where count > 2 && !subject.isSoma(node) {
            notes.add(node, "\(count) branches leave one node")
        }
    }
}
