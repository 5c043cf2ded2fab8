extension RepairFix {
    static let heal = RepairFix(
        name: "heal",
        summary: "Joins trees by the shortest links between their nodes.",
        fault: "trees beyond the first",
        isUsual: false
    ) { draft throws(SkeletonError) in
        let (edited, links) = try draft.skeleton.healed(Healing(maxDistance: draft.maxDistance))
        let trees = max(draft.skeleton.roots.count, 1) - 1
        draft.count(before: trees, after: trees - links.count)
        for link in links {
            guard let from = draft.skeleton.position(ofID: link.from), let to = draft.skeleton.position(ofID: link.to)
            else { continue }
            draft.note { "nodes \($0(from)) and \($0(to)) were linked over \(brief(link.length))" }
        }
        if !links.isEmpty { draft.replace(by: edited) }
    }
}
