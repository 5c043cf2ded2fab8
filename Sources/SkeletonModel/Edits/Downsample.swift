extension Edit {
    package static let downsample = Edit(
        name: "downsample",
        summary: "Keeps the ends of sections and every n-th node between them."
    )
}

extension Skeleton {
    /// The ends of all sections, and inside of each every n-th node, counted from the distal end.
    ///
    /// - Parameters:
    ///   - step: How many nodes make one; nil leaves nothing but the ends.
    ///   - preserved: Positions of nodes that stay in any case.
    public func downsampled(every step: Int?, preserving preserved: [Int] = []) throws(SkeletonError) -> Edited {
        if let step, step < 1 { throw .badOption("the step must be 1 or more, got \(step)") }
        for position in preserved { try check(position) }
        let step = Int32(clamping: step ?? .max)
        let counts = childCounts
        var isKept = [Bool](repeating: true, count: nodeCount)
        var steps = [Int32](repeating: 0, count: nodeCount)
        for node in stride(from: nodeCount - 1, to: 0, by: -1) {
            let parent = Int(parents[node])
            guard parent >= 0, parents[parent] >= 0, counts[parent] == 1 else { continue }
            steps[parent] = steps[node] + 1
            isKept[parent] = steps[parent] == step
            if isKept[parent] { steps[parent] = 0 }
        }
        for position in preserved { isKept[position] = true }
        return thinned(keeping: isKept)
    }
}
