private let ratio = LintRule.Threshold("flat_ratio", 0.1, "of its width, that a neurite is thick")
private let least = LintRule.Threshold("flat_nodes", 10, "nodes at least")

extension LintRule {
    // The ratio of NeuroM: extents along the principal axes.
    static let flatNeurite = LintRule(
        code: "flat-neurite",
        summary: "A neurite that lies in a plane, as where the depth was not traced.",
        severity: .note,
        thresholds: [ratio, least]
    ) { subject, notes in
        for (start, nodes) in subject.neurites where Double(nodes.count) >= subject[least] {
            let sides = PrincipalExtents(nodes.map { subject.skeleton.point(Int($0)) }).sides
            guard sides[1] > 0, sides[0] < subject[ratio] * sides[1] else { continue }
            // A straight line is not a flat tree.
            guard sides[1] > subject[ratio] * sides[2] else { continue }
            notes.add(
                start,
                "a neurite of \(nodes.count) nodes is \(brief(sides[0])) thick and \(brief(sides[1])) wide"
            )
        }
    }
}

extension LintSubject {
    /// What grows out of somata, and the trees without one, each by its first node.
    fileprivate var neurites: [(start: Int, nodes: [Int32])] {
        var place = [Int](repeating: -1, count: skeleton.nodeCount)
        var result: [(start: Int, nodes: [Int32])] = []
        for (node, parent) in skeleton.parents.enumerated() where !isSoma(node) {
            if parent >= 0, place[Int(parent)] >= 0 {
                place[node] = place[Int(parent)]
                result[place[node]].nodes.append(Int32(node))
            } else {
                place[node] = result.count
                result.append((node, [Int32(node)]))
            }
        }
        return result
    }
}
