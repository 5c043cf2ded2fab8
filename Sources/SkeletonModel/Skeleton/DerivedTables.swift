import Synchronization

/// What follows from a skeleton's columns, made once however many threads ask.
final class DerivedTables: Sendable {
    private struct Tables {
        var children: ChildTable?
        var rootDistance: [Double]?
    }

    private let tables = Mutex(Tables())

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
