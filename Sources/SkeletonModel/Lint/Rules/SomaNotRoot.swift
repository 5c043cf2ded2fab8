extension LintRule {
    static let somaNotRoot = LintRule(
        code: "soma-not-root",
        summary: "A tree with a soma whose root is another node.",
        severity: .warning,
        isQualityCheck: true
    ) { subject, notes in
        let roots = subject.skeleton.rootOfNode
        var seen: Set<Int32> = []
        for node in subject.somata.compactMap(\.first) {
            let root = roots[Int(node)]
            guard seen.insert(root).inserted, !subject.isSoma(Int(root)) else { continue }
            notes.add(Int(node), "the soma is not at the root of its tree, node \(subject.skeleton.id(of: Int(root)))")
        }
    }
}
