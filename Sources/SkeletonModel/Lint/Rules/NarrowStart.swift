private let fraction = LintRule.Threshold("narrow_start_ratio", 0.9, "of the second node's radius")

extension LintRule {
    static let narrowStart = LintRule(
        code: "narrow-start",
        summary: "A neurite that leaves the soma thinner than it goes on.",
        severity: .note,
        thresholds: [fraction]
    ) { subject, notes in
        let radius = subject.skeleton.radius
        for node in subject.neuriteStarts where subject.childCounts[node] == 1 {
            guard let next = subject.skeleton.children[node].first.map({ Int($0) }), radius[node] > 0 else { continue }
            guard radius[node] < subject[fraction] * radius[next] else { continue }
            notes.add(
                node,
                "a neurite starts with radius \(brief(radius[node])) and goes on with \(brief(radius[next]))"
            )
        }
    }
}
