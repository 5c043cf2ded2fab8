extension RepairFix {
    static let fixRadius = RepairFix(
        name: "fix-radius",
        summary: "Gives nodes without a radius one between those of the nearest nodes along the cable that have one.",
        fault: "radii that are not known",
        isUsual: true
    ) { draft throws(SkeletonError) in
        let skeleton = draft.skeleton
        let unknown = skeleton.radius.indices.filter { skeleton.radius[$0] <= 0 }
        if unknown.isEmpty { return draft.count(before: 0) }
        // A soma says nothing about neurites, unless nothing else does.
        let closest = RadiusNeighbours(skeleton) { skeleton.types[$0] != 1 }
        let any = RadiusNeighbours(skeleton) { _ in true }
        var radius = skeleton.radius
        for node in unknown {
            guard let value = (skeleton.types[node] == 1 ? nil : closest.radius(node)) ?? any.radius(node) else {
                continue
            }
            radius[node] = value
            draft.note {
                "the radius of node \($0(node)) became \(brief(value)), it was \(brief(skeleton.radius[node]))"
            }
        }
        draft.count(before: unknown.count, after: unknown.count { radius[$0] <= 0 })
        draft.set(radius: radius)
    }
}

/// The nearest known radii above and below each node.
private struct RadiusNeighbours {
    private struct Known {
        var radius: Double
        var distance: Double
    }

    private var above: [Known?]
    private var below: [Known?]

    init(_ skeleton: Skeleton, where counts: (Int) -> Bool) {
        let count = skeleton.nodeCount
        above = [Known?](repeating: nil, count: count)
        below = above
        func own(_ node: Int) -> Known? {
            skeleton.radius[node] > 0 && counts(node) ? Known(radius: skeleton.radius[node], distance: 0) : nil
        }
        for (node, parent) in skeleton.parents.enumerated() where parent >= 0 {
            guard var known = own(Int(parent)) ?? above[Int(parent)] else { continue }
            known.distance += skeleton.edgeLength(node, Int(parent))
            above[node] = known
        }
        for node in stride(from: count - 1, to: 0, by: -1) {
            let parent = Int(skeleton.parents[node])
            guard parent >= 0, var known = own(node) ?? below[node] else { continue }
            known.distance += skeleton.edgeLength(node, parent)
            if below[parent].map({ $0.distance > known.distance }) ?? true { below[parent] = known }
        }
    }

    /// Between the two in proportion to the distances, or the only one there is.
    func radius(_ node: Int) -> Double? {
        guard let up = above[node], let down = below[node] else { return (above[node] ?? below[node])?.radius }
        let length = up.distance + down.distance
        guard length > 0 else { return (up.radius + down.radius) / 2 }
        return (up.radius * down.distance + down.radius * up.distance) / length
    }
}
