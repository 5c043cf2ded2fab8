extension LintRule {
    static let duplicatePoint = LintRule(
        code: "duplicate-point",
        summary: "A node at the very place of its parent.",
        severity: .warning,
        isQualityCheck: true
    ) { subject, notes in
        let skeleton = subject.skeleton
        for (node, parent) in skeleton.parents.enumerated() where parent >= 0 {
            guard skeleton.edgeLength(node, Int(parent)) == 0 else { continue }
            notes.add(node, "at the place of its parent, node \(skeleton.id(of: Int(parent)))")
        }
    }
}
