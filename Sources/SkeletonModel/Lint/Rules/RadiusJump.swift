private let ratio = LintRule.Threshold("radius_jump_ratio", 5, "times as thick, or as thin, as the parent")

extension LintRule {
    static let radiusJump = LintRule(
        code: "radius-jump",
        summary: "A radius far from that of the parent, outside of somata.",
        severity: .warning,
        thresholds: [ratio]
    ) { subject, notes in
        let skeleton = subject.skeleton
        for node in skeleton.neuriteEdges {
            let (own, before) = (skeleton.radius[node], skeleton.radius[Int(skeleton.parents[node])])
            guard own > 0, before > 0, max(own / before, before / own) > subject[ratio] else { continue }
            notes.add(node, "the radius goes from \(brief(before)) to \(brief(own)) along one edge")
        }
    }
}
