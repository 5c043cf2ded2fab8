extension LintRule {
    static let typeChangeWithoutFork = LintRule(
        code: "type-change-without-fork",
        summary: "A type that changes inside of a branch.",
        severity: .warning,
        isQualityCheck: true
    ) { subject, notes in
        subject.forEachTypeChange { node, parent in
            guard subject.childCounts[parent] == 1 else { return }
            let types = subject.skeleton.types
            notes.add(node, "the type goes from \(types[parent]) to \(types[node]) inside of a branch")
        }
    }
}

extension LintSubject {
    /// Hands over each node of another type than its parent, neither of them a soma.
    ///
    /// Types that stand for forks and end points change everywhere and mean nothing here.
    func forEachTypeChange(_ visit: (_ node: Int, _ parent: Int) -> Void) {
        if hasTopologicalLabels { return }
        for node in skeleton.neuriteEdges {
            let parent = Int(skeleton.parents[node])
            if skeleton.types[node] != skeleton.types[parent] { visit(node, parent) }
        }
    }
}
