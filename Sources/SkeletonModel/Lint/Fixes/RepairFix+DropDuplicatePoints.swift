extension RepairFix {
    static let dropDuplicatePoints = RepairFix(
        name: "drop-duplicate-points",
        summary: "Takes nodes away that are at the very place of their parent, which takes over their children.",
        fault: "nodes at the place of their parent",
        isUsual: true
    ) { draft throws(SkeletonError) in
        let skeleton = draft.skeleton
        let isKept = skeleton.parents.enumerated().map { $1 < 0 || skeleton.edgeLength($0, Int($1)) > 0 }
        let doubled = isKept.indices.filter { !isKept[$0] }
        draft.count(before: doubled.count)
        if doubled.isEmpty { return }
        var (result, nodeMap) = skeleton.keeping(isKept, bridging: true)
        for node in doubled {
            let parent = skeleton.parents[node]
            nodeMap[node] = nodeMap[Int(parent)]
            draft.note { "node \($0(node)) was dropped: it is at the place of node \($0(parent))" }
            // What only the dropped one knows is kept.
            let place = Int(nodeMap[node])
            if result.radius[place] <= 0 { result.radius[place] = skeleton.radius[node] }
            if result.types[place] == 0 { result.types[place] = skeleton.types[node] }
        }
        result.carry(from: skeleton, nodeMap)
        draft.replace(by: (result, nodeMap))
    }
}
