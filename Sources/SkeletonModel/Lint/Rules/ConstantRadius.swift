private let least = LintRule.Threshold("constant_radius_nodes", 10, "nodes at least, for equal radii to mean anything")

extension LintRule {
    static let constantRadius = LintRule(
        code: "constant-radius",
        summary: "One radius for all nodes but the soma: a stand-in, not a measurement.",
        severity: .warning,
        thresholds: [least],
        isQualityCheck: true
    ) { subject, notes in
        let skeleton = subject.skeleton
        let radii = skeleton.radius.indices.filter { !subject.isSoma($0) }.map { skeleton.radius[$0] }
        guard let first = radii.first, Double(radii.count) >= subject[least] else { return }
        guard radii.allSatisfy({ $0 == first }) else { return }
        // The service gives each node 1 nm when it cannot compute radii; its SWC says 0.001.
        if first > 0, subject.nanometres(first) == 1 {
            notes.add(nil, "every radius is 1 nm: the service could not compute radii")
        } else if first <= 0 {
            notes.add(nil, "no radius is known: all are \(brief(first))")
        } else {
            notes.add(nil, "every radius outside of the soma is \(brief(first))")
        }
    }
}

extension LintSubject {
    fileprivate func nanometres(_ length: Double) -> Double? {
        skeleton.unit.inNanometres.map { ($0 * length * 1e6).rounded() / 1e6 }
    }
}
