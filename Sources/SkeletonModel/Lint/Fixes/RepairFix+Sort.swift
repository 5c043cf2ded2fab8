extension RepairFix {
    // Reading has done it: nodes are in an order with parents first, and are written so.
    static let sort = RepairFix(
        name: "sort",
        summary: "Puts rows behind those of their parents, depth first.",
        fault: "rows that come before their parent's",
        isUsual: true
    ) { draft throws(SkeletonError) in
        draft.count(before: draft.disorderedRows.count)
        for node in draft.disorderedRows { draft.note { "node \($0(node)) was moved behind its parent" } }
        draft.acceptOrder()
    }
}
