private let multiple = LintRule.Threshold("fat_end_ratio", 2, "times the mean of the last radii")
private let points = LintRule.Threshold("fat_end_nodes", 5, "how many last nodes of a section make the mean")

extension LintRule {
    // As NeuroM has it: the tip itself is one of the last nodes.
    static let fatEnd = LintRule(
        code: "fat-end",
        summary: "A tip much thicker than the end of its branch.",
        severity: .note,
        thresholds: [multiple, points]
    ) { subject, notes in
        let skeleton = subject.skeleton
        for tip in skeleton.tips.map({ Int($0) }) where skeleton.radius[tip] > 0 && !subject.isSoma(tip) {
            let mean = subject.lastRadii(before: tip, atMost: Int(subject[points])).mean ?? 0
            guard mean * subject[multiple] <= skeleton.radius[tip] else { continue }
            notes.add(tip, "a tip of radius \(brief(skeleton.radius[tip])), where the last nodes have \(brief(mean))")
        }
    }
}

extension LintSubject {
    /// The radii from a tip up its section, without the section's first node.
    fileprivate func lastRadii(before tip: Int, atMost limit: Int) -> [Double] {
        var radii = [skeleton.radius[tip]]
        var node = Int(skeleton.parents[tip])
        while radii.count < limit, node >= 0, childCounts[node] == 1, skeleton.parents[node] >= 0, !isSoma(node) {
            radii.append(skeleton.radius[node])
            node = Int(skeleton.parents[node])
        }
        return radii
    }
}
