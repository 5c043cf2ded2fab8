extension RepairFix {
    static let retypeByParent = RepairFix(
        name: "retype-by-parent",
        summary: "Makes the type one along each branch: that of its first node that has one.",
        fault: "nodes of another type than their parent inside of a branch",
        isUsual: false
    ) { draft throws(SkeletonError) in
        let skeleton = draft.skeleton
        let subject = LintSubject(skeleton, text: nil, .standard)
        var changes = 0
        subject.forEachTypeChange { _, parent in if subject.childCounts[parent] == 1 { changes += 1 } }
        draft.count(before: changes)
        if changes == 0 { return }
        let types = subject.typesAlongBranches
        for (node, type) in types.enumerated() where type != skeleton.types[node] {
            draft.note { "the type of node \($0(node)) became \(type), it was \(skeleton.types[node])" }
        }
        draft.set(types: types)
    }
}

extension LintSubject {
    fileprivate var typesAlongBranches: [Int32] {
        var types = skeleton.types
        let inner = skeleton.neuriteEdges.filter { childCounts[Int(skeleton.parents[$0])] == 1 }
        // Type 0 means that nothing is known, so that what follows may tell.
        for node in inner.reversed() where types[Int(skeleton.parents[node])] == 0 {
            types[Int(skeleton.parents[node])] = types[node]
        }
        for node in inner { types[node] = types[Int(skeleton.parents[node])] }
        return types
    }
}
