extension RepairFix {
    static let collapseSoma = RepairFix(
        name: "collapse-soma",
        summary: "Makes the soma of each tree a single node.",
        fault: "soma nodes beyond the first of their tree",
        isUsual: false
    ) { draft throws(SkeletonError) in
        let before = draft.skeleton
        let somata = before.somaNodes.filter { $0.count > 1 }
        draft.count(before: somata.reduce(0) { $0 + $1.count - 1 })
        for soma in somata {
            for node in soma.dropFirst() {
                draft.note { "node \($0(node)) became part of the soma, node \($0(soma[0]))" }
            }
        }
        if !somata.isEmpty { draft.replace(by: before.collapsedSoma()) }
    }
}
