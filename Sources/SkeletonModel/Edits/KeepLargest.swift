extension Edit {
    package static let keepLargest = Edit(name: "keep_largest", summary: "Keeps the trees with the most cable.")
}

extension Skeleton {
    /// The trees with the largest cable length; of equal ones those that come first.
    public func keptLargest(_ count: Int) throws(SkeletonError) -> Edited {
        guard count >= 0 else { throw .badOption("the number of trees must be 0 or more, got \(count)") }
        let (cable, root) = (treeCables, rootOfNode)
        let ranking = roots.sorted { a, b in
            cable[Int(a)] != cable[Int(b)] ? cable[Int(a)] > cable[Int(b)] : a < b
        }
        var isChosen = [Bool](repeating: false, count: nodeCount)
        for root in ranking.prefix(count) { isChosen[Int(root)] = true }
        return keeping(root.map { isChosen[Int($0)] })
    }
}
