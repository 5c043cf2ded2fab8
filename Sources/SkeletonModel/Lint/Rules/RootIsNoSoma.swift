private let radius = LintRule.Threshold("soma_radius", 2, "micrometres of radius that a soma has at least")

extension LintRule {
    // The service types the root as soma whether or not a nucleus is known.
    static let rootIsNoSoma = LintRule(
        code: "root-is-no-soma",
        summary: "A root of type 1 that is too thin for a soma.",
        severity: .warning,
        thresholds: [radius],
        isQualityCheck: true
    ) { subject, notes in
        guard let micrometre = subject.micrometre else { return }
        for soma in subject.somata where subject.skeleton.parents[Int(soma[0])] < 0 {
            let widest = soma.map { subject.skeleton.radius[Int($0)] }.max() ?? 0
            // An outline or a stack of discs is as large as its nodes lie apart.
            guard soma.count == 1, widest > 0, widest < subject[radius] * micrometre else { continue }
            notes.add(
                Int(soma[0]),
                "the root is of type 1, soma, with a radius of only \(brief(widest / micrometre)) µm"
            )
        }
    }
}
