private let fromSoma = LintRule.Threshold("dangling_soma_distance", 12, "micrometres from the surface of the soma")
private let fromDendrite = LintRule.Threshold(
    "dangling_dendrite_distance",
    2,
    "micrometres more than twice a dendrite's radius"
)

extension LintRule {
    // As NeuroM has it for axons.
    static let danglingAxon = LintRule(
        code: "dangling-axon",
        summary: "An axon that starts far from the soma and from every dendrite.",
        severity: .warning,
        thresholds: [fromSoma, fromDendrite]
    ) { subject, notes in
        guard let micrometre = subject.micrometre, let soma = subject.somaBall else { return }
        let skeleton = subject.skeleton
        let roots = skeleton.roots.map { Int($0) }.filter { !subject.isSoma($0) }
        // A neuron has one or two; each is held against all dendrites.
        for start in (subject.neuriteStarts + roots).filter({ skeleton.types[$0] == 2 }).prefix(100) {
            let gap = skeleton.point(start).distance(to: soma.center) - soma.radius
            guard gap > subject[fromSoma] * micrometre else { continue }
            guard !subject.isNearDendrite(start, margin: subject[fromDendrite] * micrometre) else { continue }
            notes.add(start, "an axon starts \(brief(gap / micrometre)) µm from the soma and near no dendrite")
        }
    }
}

extension LintSubject {
    /// The mean of the first soma's nodes, and how far it reaches from there.
    fileprivate var somaBall: (center: Point3, radius: Double)? {
        guard let soma = somata.first?.map({ Int($0) }) else { return nil }
        let count = Double(soma.count)
        func mean(_ column: [Double]) -> Double { soma.reduce(0) { $0 + column[$1] } / count }
        let center = Point3(mean(skeleton.x), mean(skeleton.y), mean(skeleton.z))
        let reach = soma.map { skeleton.point($0).distance(to: center) + max(skeleton.radius[$0], 0) }.max() ?? 0
        return (center, reach)
    }

    fileprivate func isNearDendrite(_ start: Int, margin: Double) -> Bool {
        let point = skeleton.point(start)
        return skeleton.types.indices.contains { node in
            guard skeleton.types[node] == 3 || skeleton.types[node] == 4 else { return false }
            return skeleton.point(node).distance(to: point) < 2 * max(skeleton.radius[node], 0) + margin
        }
    }
}
