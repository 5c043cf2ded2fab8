private let height = LintRule.Threshold("z_jump", 30, "micrometres (or units, where the unit is not known) along z")

extension LintRule {
    static let zJump = LintRule(
        code: "z-jump",
        summary: "An edge that leaps along z, as where sections of tissue were put together wrongly.",
        severity: .warning,
        thresholds: [height]
    ) { subject, notes in
        guard let micrometre = subject.micrometre else { return }
        let skeleton = subject.skeleton
        for node in skeleton.neuriteEdges {
            let jump = (skeleton.z[node] - skeleton.z[Int(skeleton.parents[node])]).magnitude
            if jump > subject[height] * micrometre { notes.add(node, "an edge leaps by \(brief(jump)) along z") }
        }
    }
}
