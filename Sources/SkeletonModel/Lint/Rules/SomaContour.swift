private let nodes = LintRule.Threshold("soma_contour_nodes", 8, "nodes at least")
private let gap = LintRule.Threshold("soma_contour_gap", 0.2, "of the length, between the end and the start")
private let thickness = LintRule.Threshold("soma_contour_radius", 0.1, "of the width, that radii stay below")

extension LintRule {
    static let somaContour = LintRule(
        code: "soma-contour",
        summary: "A soma drawn as an outline: a chain of thin nodes that comes back to its start.",
        severity: .note,
        thresholds: [nodes, gap, thickness]
    ) { subject, notes in
        for soma in subject.somata where subject.isContour(soma) {
            notes.add(Int(soma[0]), "the \(soma.count) nodes of the soma are an outline, not a thick cable")
        }
    }
}

extension LintSubject {
    fileprivate func isContour(_ soma: [Int32]) -> Bool {
        let chain = soma.map { Int($0) }
        guard Double(chain.count) >= self[nodes] else { return false }
        guard zip(chain, chain.dropFirst()).allSatisfy({ skeleton.parents[$1] == Int32($0) }) else { return false }
        let length = zip(chain, chain.dropFirst()).reduce(0.0) { $0 + skeleton.edgeLength($1.1, $1.0) }
        let sides = [skeleton.x, skeleton.y, skeleton.z].map { column in
            let values = chain.map { column[$0] }
            return (values.max() ?? 0) - (values.min() ?? 0)
        }
        let width = sides.max() ?? 0
        return length > 0 && skeleton.edgeLength(chain[0], chain[chain.count - 1]) <= self[gap] * length
            && chain.allSatisfy { skeleton.radius[$0] < self[thickness] * width }
    }
}
