import Synchronization

/// What follows from a skeleton's columns, made once however many threads ask.
final class DerivedTables: Sendable {
    private struct Tables {
        var childCounts: [Int32]?
        var children: ChildTable?
        var rootDistance: [Double]?
        var preorder: Preorder?
        var spatialIndex: SpatialIndex?
        var cableReach: SpatialIndex.Reach?
    }

    private let tables = Mutex(Tables())

    func childCounts(of parents: [Int32]) -> [Int32] {
        tables.withLock { tables in
            if let counts = tables.childCounts { return counts }
            var counts = [Int32](repeating: 0, count: parents.count)
            for parent in parents where parent >= 0 { counts[Int(parent)] += 1 }
            tables.childCounts = counts
            return counts
        }
    }

    func children(of parents: [Int32]) -> ChildTable {
        tables.withLock { tables in
            if let children = tables.children { return children }
            let children = ChildTable(parents: parents)
            tables.children = children
            return children
        }
    }

    func rootDistance(of skeleton: Skeleton) -> [Double] {
        tables.withLock { tables in
            if let distance = tables.rootDistance { return distance }
            let distance = skeleton.measuredRootDistance()
            tables.rootDistance = distance
            return distance
        }
    }

    func preorder(of parents: [Int32]) -> Preorder {
        tables.withLock { tables in
            if let preorder = tables.preorder { return preorder }
            let preorder = Preorder(parents: parents)
            tables.preorder = preorder
            return preorder
        }
    }

    func spatialIndex(of skeleton: Skeleton) -> SpatialIndex {
        tables.withLock { tables in
            if let index = tables.spatialIndex { return index }
            let index = SpatialIndex(skeleton, nodes: skeleton.sameNodes)
            tables.spatialIndex = index
            return index
        }
    }

    func cableReach(of skeleton: Skeleton) -> SpatialIndex.Reach {
        // Before the lock, which this takes too.
        let index = spatialIndex(of: skeleton)
        return tables.withLock { tables in
            if let reach = tables.cableReach { return reach }
            let reach = index.reach { node in
                let parent = Int(skeleton.parents[Int(node)])
                return parent < 0 ? 0 : skeleton.edgeLength(Int(node), parent)
            }
            tables.cableReach = reach
            return reach
        }
    }
}

extension Skeleton {
    fileprivate func measuredRootDistance() -> [Double] {
        var distance = [Double](repeating: 0, count: nodeCount)
        for (node, parent) in parents.enumerated() where parent >= 0 {
            distance[node] = distance[Int(parent)] + edgeLength(node, Int(parent))
        }
        return distance
    }
}
