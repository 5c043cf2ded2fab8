extension Edit {
    package static let collapseSoma = Edit(name: "collapse_soma", summary: "Makes the soma of each tree a single node.")
}

extension Skeleton {
    /// All nodes of type 1 of a tree as one, the first of them, at the soma's centre and with its radius.
    ///
    /// What hung on any of them hangs on that one. Centre and radius are those of `soma`. Trees without such nodes, or
    /// with one, stay as they are.
    public func collapsedSoma() -> Edited {
        let somata = somaNodes
        if somata.allSatisfy({ $0.count < 2 }) { return (self, sameNodes) }
        var first = sameNodes
        var collapsed: [Int: Soma] = [:]
        for nodes in somata where nodes.count >= 2 {
            collapsed[Int(nodes[0])] = soma(of: nodes)
            for node in nodes { first[Int(node)] = nodes[0] }
        }
        var draft = SkeletonDraft(self, capacity: nodeCount)
        for (node, parent) in parents.enumerated() {
            guard first[node] == node else {
                draft.nodeMap[node] = draft.nodeMap[Int(first[node])]
                continue
            }
            let anchor = parent < 0 ? -1 : draft.nodeMap[Int(first[Int(parent)])]
            if let soma = collapsed[node] {
                draft.keep(node, at: soma.center, type: 1, radius: soma.radius, parent: anchor)
            } else {
                draft.keep(node, parent: anchor)
            }
        }
        return draft.finished()
    }
}
