extension LintRule {
    static let somaBranched = LintRule(
        code: "soma-branched",
        summary: "A soma whose nodes fork, other than the three points of NeuroMorpho.",
        severity: .warning
    ) { subject, notes in
        for soma in subject.somata where !subject.isThreePoint(soma) {
            var children: [Int32: Int] = [:]
            for node in soma.dropFirst() { children[subject.skeleton.parents[Int(node)], default: 0] += 1 }
            guard let fork = soma.first(where: { children[$0, default: 0] >= 2 }) else { continue }
            notes.add(Int(fork), "the \(soma.count) nodes of the soma are neither one point, nor three, nor a chain")
        }
    }
}

extension LintSubject {
    /// Whether a soma is a root with two soma nodes on it and no other.
    fileprivate func isThreePoint(_ soma: [Int32]) -> Bool {
        let parents = skeleton.parents
        return soma.count == 3 && parents[Int(soma[0])] < 0
            && soma.dropFirst().allSatisfy { parents[Int($0)] == soma[0] }
    }
}
