private let least = LintRule.Threshold("single_label_nodes", 10, "nodes at least, for equal types to mean anything")

extension LintRule {
    static let singleLabel = LintRule(
        code: "single-label",
        summary: "One type for all nodes but the soma: compartments were not told apart.",
        severity: .note,
        thresholds: [least],
        isQualityCheck: true
    ) { subject, notes in
        let types = subject.skeleton.types.filter { $0 != 1 }
        guard let first = types.first, Double(types.count) >= subject[least] else { return }
        guard types.allSatisfy({ $0 == first }) else { return }
        notes.add(nil, "every node outside of the soma is of type \(first)")
    }
}
