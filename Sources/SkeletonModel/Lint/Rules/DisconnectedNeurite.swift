extension LintRule {
    static let disconnectedNeurite = LintRule(
        code: "disconnected-neurite",
        summary: "A tree without a soma beside the tree that has it, or beside the largest one.",
        severity: .warning,
        isQualityCheck: true
    ) { subject, notes in
        let skeleton = subject.skeleton
        let roots = skeleton.roots
        if roots.count < 2 { return }
        let root = skeleton.rootOfNode
        let rootOfSoma = Set(subject.somata.map { root[Int($0[0])] })
        var size: [Int32: Int] = [:]
        for node in 0..<skeleton.nodeCount { size[root[node], default: 0] += 1 }
        let largest = roots.max { (size[$0] ?? 0, $1) < (size[$1] ?? 0, $0) }
        for lone in roots where !rootOfSoma.contains(lone) && (!rootOfSoma.isEmpty || lone != largest) {
            let count = size[lone] ?? 0
            notes.add(Int(lone), "a tree of \(count) \(count == 1 ? "node" : "nodes") that hangs on nothing")
        }
    }
}
