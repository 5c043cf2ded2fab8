extension RepairFix {
    static let renumber = RepairFix(
        name: "renumber",
        summary: "Gives the nodes the ids 1, 2, 3, … in the order of the rows.",
        fault: "ids that are not the number of their row",
        isUsual: false
    ) { draft throws(SkeletonError) in
        let wrong = draft.skeleton.ids.enumerated().filter { $1 != Int64($0) + 1 }
        draft.count(before: wrong.count)
        for (position, _) in wrong { draft.note { "node \($0(position)) got the id \(position + 1)" } }
        if !wrong.isEmpty { draft.replace(by: try draft.skeleton.renumbered(from: 1)) }
    }
}
