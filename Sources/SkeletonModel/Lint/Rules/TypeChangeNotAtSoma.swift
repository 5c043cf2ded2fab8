extension LintRule {
    static let typeChangeNotAtSoma = LintRule(
        code: "type-change-not-at-soma",
        summary: "A type that changes at a fork away from the soma, as an axon that leaves a dendrite.",
        severity: .note
    ) { subject, notes in
        subject.forEachTypeChange { node, parent in
            guard subject.childCounts[parent] >= 2 else { return }
            let types = subject.skeleton.types
            notes.add(node, "the type goes from \(types[parent]) to \(types[node]) at a fork away from the soma")
        }
    }
}
