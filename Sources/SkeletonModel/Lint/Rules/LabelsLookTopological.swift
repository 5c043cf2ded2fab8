extension LintRule {
    static let labelsLookTopological = LintRule(
        code: "labels-look-topological",
        summary: "Types 5 and 6 that mean forks and end points and not compartments.",
        severity: .note
    ) { subject, notes in
        if subject.hasTopologicalLabels { notes.add(nil, "type 5 is at forks and type 6 at end points only") }
    }
}

extension LintSubject {
    /// Whether each node of type 5 is a fork and each of type 6 has no children, and there are both.
    var hasTopologicalLabels: Bool {
        var (forks, ends) = (0, 0)
        for (node, type) in skeleton.types.enumerated() {
            if type == 5 {
                guard childCounts[node] >= 2 else { return false }
                forks += 1
            } else if type == 6 {
                guard childCounts[node] == 0 else { return false }
                ends += 1
            }
        }
        return forks > 0 && ends > 0
    }
}
