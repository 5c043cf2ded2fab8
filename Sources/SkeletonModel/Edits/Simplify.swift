extension Edit {
    package static let simplify = Edit(
        name: "simplify",
        summary: "Leaves out nodes that lie within a distance of the straight line between those that stay."
    )
}

extension Skeleton {
    /// Fewer nodes for the same course, by Ramer, Douglas and Peucker, in each section; ends of sections stay.
    ///
    /// - Parameters:
    ///   - epsilon: How far a node that is left out may lie from the line, in the skeleton's unit.
    ///   - includesRadius: Takes the radius as a fourth coordinate, so that its course is kept as well.
    public func simplified(epsilon: Double, includesRadius: Bool = false) throws(SkeletonError) -> Edited {
        try Skeleton.check(epsilon, "epsilon")
        let counts = childCounts
        var isKept = (0..<nodeCount).map { parents[$0] < 0 || counts[$0] != 1 }
        var stack: [(Int, Int)] = []
        forEachSection { path in
            stack.append((0, path.count - 1))
            while let (first, last) = stack.popLast() {
                guard let farthest = farthest(path, first, last, includesRadius) else { continue }
                guard farthest.distance > epsilon else { continue }
                isKept[Int(path[farthest.index])] = true
                stack.append((farthest.index, last))
                stack.append((first, farthest.index))
            }
        }
        return thinned(keeping: isKept)
    }

    /// The node between two of a path that is farthest from the line between these; nil without such.
    private func farthest(
        _ path: [Int32],
        _ first: Int,
        _ last: Int,
        _ includesRadius: Bool
    ) -> (index: Int, distance: Double)? {
        guard last - first > 1 else { return nil }
        func place(_ index: Int) -> SIMD4<Double> {
            let node = Int(path[index])
            return SIMD4(x[node], y[node], z[node], includesRadius ? radius[node] : 0)
        }
        let (start, end) = (place(first), place(last))
        let way = end - start
        let square = (way * way).sum()
        var best = (index: first + 1, distance: -1.0)
        for index in (first + 1)..<last {
            let offset = place(index) - start
            let fraction = square > 0 ? min(max((offset * way).sum() / square, 0), 1) : 0
            let gap = offset - way * fraction
            let distance = (gap * gap).sum().squareRoot()
            if distance > best.distance { best = (index, distance) }
        }
        return best
    }
}
