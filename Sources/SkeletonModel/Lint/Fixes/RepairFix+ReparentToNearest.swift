extension RepairFix {
    static let reparentToNearest = RepairFix(
        name: "reparent-to-nearest",
        summary: "Hangs a node whose parent is not there on the nearest node of another tree.",
        fault: "nodes whose parent is not there",
        isUsual: true
    ) { draft throws(SkeletonError) in
        let skeleton = draft.skeleton
        draft.count(before: draft.orphans.count, after: draft.orphans.count)
        if draft.orphans.isEmpty { return }
        let tree = skeleton.treeOfNode
        var (parts, parents, left) = (UnionFind(count: skeleton.roots.count), skeleton.parents, 0)
        for orphan in draft.orphans {
            // Two trees next to each other are joined once; the one that is left over finds a third one in the next
            // round.
            guard let nearest = skeleton.nearestNodeOfAnotherTree(to: orphan, tree, within: draft.maxDistance),
                parts.join(tree[Int(orphan)], tree[Int(nearest)])
            else {
                left += 1
                continue
            }
            parents[Int(orphan)] = nearest
            let length = brief(skeleton.edgeLength(Int(orphan), Int(nearest)))
            draft.note { "node \($0(orphan)) was hung on node \($0(nearest)), \(length) away" }
        }
        draft.count(before: draft.orphans.count, after: left)
        if left < draft.orphans.count { draft.replace(by: skeleton.relinkedInAnyOrder(parents)) }
    }
}

extension Skeleton {
    fileprivate func nearestNodeOfAnotherTree(to node: Int32, _ tree: [Int32], within distance: Double) -> Int32? {
        var best: Neighbor?
        let index = spatialIndex
        index.search(around: point(Int(node)), bound: distance) { entry, square in
            let other = index.entries[entry].node
            let found = Neighbor(node: other, distance: square.squareRoot())
            if tree[Int(other)] != tree[Int(node)], found.distance <= distance,
                best.map({ Neighbor.comesFirst(found, $0) }) ?? true
            {
                best = found
            }
            return best?.distance ?? distance
        }
        return best?.node
    }
}
