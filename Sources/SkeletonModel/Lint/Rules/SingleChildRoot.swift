extension LintRule {
    static let singleChildRoot = LintRule(
        code: "single-child-root",
        summary: "A root that is neither soma nor fork, but one end of the cable.",
        severity: .note
    ) { subject, notes in
        for (node, parent) in subject.skeleton.parents.enumerated() where parent < 0 && !subject.isSoma(node) {
            if subject.childCounts[node] == 1 { notes.add(node, "the root is one end of the cable") }
        }
    }
}
