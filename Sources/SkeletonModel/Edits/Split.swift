extension Edit {
    package static let split = Edit(
        name: "split",
        summary: "Makes each tree a skeleton of its own, cut at nodes before where that is asked for."
    )
}

/// The trees of a forest as skeletons, and where each node went.
public struct SplitTrees: Sendable {
    /// One skeleton for each root, in the order of the roots.
    public var trees: [Skeleton]
    /// For each old position the index of its tree.
    public var treeOfNode: [Int32]
    /// For each old position the one in its tree.
    public var nodeMap: [Int32]
}

extension Skeleton {
    /// The skeleton without the edges from some nodes to their parents: with each of these nodes a tree begins.
    public func split(at nodes: [Int]) throws(SkeletonError) -> SplitTrees {
        for node in nodes { try check(node) }
        var links = parents
        for node in nodes { links[node] = -1 }
        return relinked(links).splitIntoTrees()
    }

    /// Each tree as a skeleton of its own, in one pass however many there are.
    ///
    /// All get the header and the metadata; of the level-2 map, each gets the entries of its nodes.
    public func splitIntoTrees() -> SplitTrees {
        var treeOfNode = [Int32](repeating: 0, count: nodeCount)
        var nodeMap = treeOfNode
        var members: [[Int32]] = []
        for (node, parent) in parents.enumerated() {
            let tree = parent < 0 ? members.count : Int(treeOfNode[Int(parent)])
            if parent < 0 { members.append([]) }
            treeOfNode[node] = Int32(tree)
            nodeMap[node] = Int32(members[tree].count)
            members[tree].append(Int32(node))
        }
        var trees = members.map { tree(of: $0, nodeMap) }
        for (entry, node) in meshToSkeletonMap.enumerated() where node >= 0 {
            let tree = Int(treeOfNode[Int(node)])
            trees[tree].meshToSkeletonMap.append(nodeMap[Int(node)])
            if let level2IDs { trees[tree].level2IDs?.append(level2IDs[entry]) }
        }
        return SplitTrees(trees: trees, treeOfNode: treeOfNode, nodeMap: nodeMap)
    }

    private func tree(of nodes: [Int32], _ nodeMap: [Int32]) -> Skeleton {
        let links = nodes.map { node in
            let parent = parents[Int(node)]
            return parent < 0 ? -1 : nodeMap[Int(parent)]
        }
        var result = Skeleton(
            ordered: links,
            numbering: numbering.picked(nodes),
            types: types.picked(nodes),
            x: x.picked(nodes),
            y: y.picked(nodes),
            z: z.picked(nodes),
            radius: radius.picked(nodes),
            unit: unit
        )
        result.columns = columns.mapped { $0.picked(nodes) }
        result.carryFacts(from: self)
        result.level2IDs = level2IDs.map { _ in [] }
        return result
    }
}
