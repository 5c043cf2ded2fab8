extension Edit {
    package static let pruneStrahler = Edit(
        name: "prune_strahler",
        summary: "Removes the nodes of some Strahler orders, and all that lies beyond them."
    )
}

extension Skeleton {
    /// Without the nodes whose Strahler order is one of these, and without all that lies beyond them.
    public func pruned(strahlerOrders: Set<Int32>) -> Edited {
        var isKept = strahlerOrder.map { !strahlerOrders.contains($0) }
        closeDownwards(&isKept)
        return keeping(isKept)
    }
}
