extension Edit {
    package static let pruneTwigs = Edit(
        name: "prune_twigs",
        summary: "Removes sections that lead from a branch point to a tip and are no longer than a length."
    )
}

extension Skeleton {
    /// Without the sections that end in a tip, start at a branch point (forking roots too) and are at most so long.
    ///
    /// - Parameters:
    ///   - length: In the skeleton's unit.
    ///   - passes: What is left over may have new tips; how often these are looked at too, at most.
    ///   - isExact: Cuts the length off every tip instead, with a new node where that is between two; a section that
    ///     is no longer goes up to its branch point. Once only.
    public func prunedTwigs(
        noLongerThan length: Double,
        passes: Int = 1,
        isExact: Bool = false
    ) throws(SkeletonError) -> Edited {
        try Skeleton.check(length, "the length of twigs")
        guard passes >= 1 else { throw .badOption("the number of passes must be 1 or more, got \(passes)") }
        if isExact {
            guard passes == 1 else { throw .badOption("exact pruning is done once, not in several passes") }
            return tipsCut(by: length)
        }
        var isKept = [Bool](repeating: true, count: nodeCount)
        var counts = childCounts
        var pass = 0
        while pass < passes, markTwigs(noLongerThan: length, &isKept, &counts) { pass += 1 }
        return keeping(isKept)
    }

    /// Takes the marks of one pass's twigs away; false when there are none.
    private func markTwigs(noLongerThan length: Double, _ isKept: inout [Bool], _ counts: inout [Int32]) -> Bool {
        // From each node to the tip of its section; negative where the section ends in a branch point.
        var run = [Double](repeating: 0, count: nodeCount)
        var tops: [Int] = []
        for node in stride(from: nodeCount - 1, to: 0, by: -1) where isKept[node] && parents[node] >= 0 {
            let parent = Int(parents[node])
            if counts[node] > 1 { run[node] = -1 }
            let whole = run[node] < 0 ? -1 : run[node] + edgeLength(node, parent)
            if counts[parent] == 1 { run[parent] = whole } else if whole >= 0, whole <= length { tops.append(node) }
        }
        for node in tops {
            isKept[node] = false
            counts[Int(parents[node])] -= 1
        }
        if !tops.isEmpty { closeDownwards(&isKept) }
        return !tops.isEmpty
    }

    private func tipsCut(by length: Double) -> Edited {
        let (counts, beyond) = (childCounts, distanceToTips)
        var draft = SkeletonDraft(self, capacity: nodeCount)
        for (node, parent) in parents.enumerated() {
            if parent < 0 || counts[node] > 1 || beyond[node] >= length {
                draft.keep(node, parent: parent < 0 ? -1 : draft.nodeMap[Int(parent)])
                continue
            }
            let anchor = draft.nodeMap[Int(parent)]
            let edge = edgeLength(node, Int(parent))
            guard anchor >= 0, beyond[node] + edge > length else { continue }
            let fraction = (length - beyond[node]) / edge
            draft.add(from: node, to: Int(parent), fraction: fraction, type: types[node], parent: anchor)
        }
        return draft.finished()
    }

    /// From each node to the tip of its section; infinite where the section ends in a branch point.
    private var distanceToTips: [Double] {
        let counts = childCounts
        var beyond = [Double](repeating: 0, count: nodeCount)
        for node in stride(from: nodeCount - 1, through: 0, by: -1) {
            if counts[node] > 1 { beyond[node] = .infinity }
            let parent = Int(parents[node])
            if parent >= 0, counts[parent] == 1 { beyond[parent] = beyond[node] + edgeLength(node, parent) }
        }
        return beyond
    }
}
