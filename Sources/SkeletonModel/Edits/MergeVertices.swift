extension Edit {
    package static let mergeVertices = Edit(
        name: "merge_vertices",
        summary: "Makes one of nodes of different trees that lie at the same place, as at the borders of chunks."
    )
}

extension Skeleton {
    /// Nodes of different trees that are no farther apart than a distance as one: near ones first, and of each tree
    /// one at most.
    ///
    /// Each node goes with the one nearest to it. The one that comes first stays, where it is. Edges that double others
    /// then, or close circles, are dropped and reported. What hangs together has the root that comes first.
    public func mergedVertices(within distance: Double = 0) throws(SkeletonError) -> Edited {
        try Skeleton.check(distance, "the distance")
        let first = firstOfMerged(within: distance)
        var isKept = [Bool](repeating: false, count: nodeCount)
        for node in 0..<nodeCount { isKept[node] = first[node] == node }
        let kept = NodeSelection(isKept)
        if kept.count == nodeCount { return (self, sameNodes) }
        let nodeMap = first.map { kept.nodeMap[Int($0)] }
        let (thinned, _) = keeping(isKept)
        // All edges there were: also those of the nodes that go.
        let edges = parents.indices.filter { parents[$0] >= 0 }.map {
            SkeletonArrays.Edge(child: nodeMap[$0], parent: nodeMap[Int(parents[$0])])
        }
        let places = (0..<kept.count).map { thinned.point($0) }
        let forest = EdgeForest(SkeletonArrays(vertices: places, edges: edges, root: nil))
        var (result, order) = thinned.relinkedInAnyOrder(forest.parents)
        let map = nodeMap.map { order[Int($0)] }
        result.carry(from: self, map)
        result.diagnostics += forest.diagnostics
        return (result, map)
    }

    /// For each node the first of those that it becomes one with.
    private func firstOfMerged(within distance: Double) -> [Int32] {
        let tree = treeOfNode
        var parts = UnionFind(count: nodeCount)
        // The trees of the nodes of each part that has several.
        var trees: [Int32: Set<Int32>] = [:]
        func treesOf(_ node: Int32) -> Set<Int32> { trees[node] ?? [tree[Int(node)]] }
        for link in closePairs(within: distance) {
            let (a, b) = (parts.representative(of: link.a), parts.representative(of: link.b))
            let (first, second) = (treesOf(a), treesOf(b))
            guard first.isDisjoint(with: second), parts.join(a, b) else { continue }
            trees[parts.representative(of: a)] = first.union(second)
        }
        return sameNodes.map { parts.representative(of: $0) }
    }

    /// Each node with the nearest of another tree, where that is near enough; near ones first.
    private func closePairs(within distance: Double) -> [TreeJoining.Link] {
        let (tree, index) = (treeOfNode, spatialIndex)
        var only = index.entries.map { tree[Int($0.node)] }
        index.gather(&only, 0..<only.count) { $0 == $1 ? $0 : -1 }
        var pairs: [TreeJoining.Link] = []
        for own in index.entries {
            let ownTree = tree[Int(own.node)]
            var best: TreeJoining.Link?
            index.search(
                around: Point3(own.x, own.y, own.z),
                bound: distance,
                skipping: (only, ownTree)
            ) { entry, square in
                let node = index.entries[entry].node
                let gap = square.squareRoot()
                if tree[Int(node)] != ownTree, gap <= distance {
                    let link = TreeJoining.Link(a: min(own.node, node), b: max(own.node, node), gap: gap)
                    if best.map({ link.comesFirst($0) }) ?? true { best = link }
                }
                return best?.gap ?? distance
            }
            if let best { pairs.append(best) }
        }
        return pairs.sorted { $0.comesFirst($1) }
    }
}
