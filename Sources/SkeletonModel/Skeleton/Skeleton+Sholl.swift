/// From where, and how, distance is measured.
public enum ShollMetric: Sendable, Hashable {
    /// Straight, from a point.
    case straight(from: Point3)
    /// Along the cable, from the root of each tree.
    case alongCable
}

/// What lies between spheres around a centre.
public struct ShollProfile: Sendable, Hashable {
    /// The radii of the spheres, ascending, in the skeleton's unit.
    public var radii: [Double]
    /// How many edges cross each sphere: one end not farther than it, the other one farther, or at it.
    ///
    /// Exactly: the nearer end is nearer than the sphere, and the farther one is not. An edge that enters and leaves
    /// a sphere between its ends is not counted.
    public var crossings: [Int]
    /// The cable length in each shell: between the sphere before, or the centre, and this one.
    public var lengths: [Double]
    /// The branch points in each shell, its outer sphere included.
    public var branchPoints: [Int]
    /// The tips in each shell, its outer sphere included.
    public var tips: [Int]
}

extension Skeleton {
    /// Counts and lengths by distance.
    ///
    /// Throws unless the radii are ascending numbers above 0.
    public func sholl(_ metric: ShollMetric, radii: [Double]) throws(SkeletonError) -> ShollProfile {
        guard radii.allSatisfy({ $0 > 0 && $0.isFinite }), zip(radii, radii.dropFirst()).allSatisfy({ $0 < $1 }) else {
            throw .badOption("the radii must be numbers above 0, each greater than the one before")
        }
        let distance = distances(metric)
        var counting = ShollCounting(radii)
        let counts = childCounts
        for (node, parent) in parents.enumerated() {
            let count = counts[node]
            if count >= 2 { counting.addBranchPoint(at: distance[node]) }
            guard parent >= 0 else { continue }
            if count == 0 { counting.addTip(at: distance[node]) }
            let (near, far) = (min(distance[node], distance[Int(parent)]), max(distance[node], distance[Int(parent)]))
            counting.addCrossings(from: near, to: far)
            counting.addLength(edge(node, Int(parent), metric, near, far))
        }
        return counting.profile
    }

    /// The radii that are multiples of a step, up to the first that no node lies beyond.
    public func shollRadii(_ metric: ShollMetric, step: Double) throws(SkeletonError) -> [Double] {
        try Skeleton.check(step, "the step", isPositive: true)
        let farthest = distances(metric).max() ?? 0
        guard farthest / step <= 1_000_000 else {
            throw .badOption("a step of \(Decimal.shortest(step)) makes more than a million radii")
        }
        return (1...max(1, Int((farthest / step).rounded(.up)))).map { Double($0) * step }
    }

    private func distances(_ metric: ShollMetric) -> [Double] {
        switch metric {
        case .straight(let center): (0..<nodeCount).map { point($0).distance(to: center) }
        case .alongCable: rootDistance
        }
    }

    private func edge(
        _ node: Int,
        _ parent: Int,
        _ metric: ShollMetric,
        _ near: Double,
        _ far: Double
    ) -> ShollEdge {
        let length = edgeLength(node, parent)
        switch metric {
        case .alongCable: return ShollEdge(length: length, nearest: near, far: far, chord: nil)
        case .straight(let center):
            let start = SIMD3(point(node)) - SIMD3(center)
            let way = SIMD3(point(parent)) - SIMD3(point(node))
            // Where the line comes nearest to the centre, as a length from the node, and how near.
            let foot = length > 0 ? -(start * way).sum() / length : 0
            let height = max(start.square - foot * foot, 0)
            let isInside = foot > 0 && foot < length
            return ShollEdge(
                length: length,
                nearest: isInside ? height.squareRoot() : near,
                far: far,
                chord: (foot, height)
            )
        }
    }
}

/// An edge as the spheres see it.
private struct ShollEdge {
    let length: Double
    /// How near any place of it comes to the centre.
    let nearest: Double
    let far: Double
    /// For straight distances: where along it the line comes nearest, and the square of how near.
    let chord: (foot: Double, height: Double)?

    /// The length of the part that lies within a radius.
    func length(within radius: Double) -> Double {
        if radius >= far { return length }
        if radius <= nearest { return 0 }
        guard let (foot, height) = chord else { return radius - nearest }
        let half = max(radius * radius - height, 0).squareRoot()
        return max(min(foot + half, length) - max(foot - half, 0), 0)
    }
}

private struct ShollCounting {
    var profile: ShollProfile

    init(_ radii: [Double]) {
        let none = [Int](repeating: 0, count: radii.count)
        profile = ShollProfile(
            radii: radii,
            crossings: none,
            lengths: [Double](repeating: 0, count: radii.count),
            branchPoints: none,
            tips: none
        )
    }

    /// The first sphere that is not nearer than a distance.
    private func shell(_ distance: Double) -> Int { profile.radii.partitioningIndex { $0 >= distance } }

    mutating func addBranchPoint(at distance: Double) {
        let shell = shell(distance)
        if shell < profile.radii.count { profile.branchPoints[shell] += 1 }
    }

    mutating func addTip(at distance: Double) {
        let shell = shell(distance)
        if shell < profile.radii.count { profile.tips[shell] += 1 }
    }

    mutating func addCrossings(from near: Double, to far: Double) {
        var sphere = profile.radii.partitioningIndex { $0 > near }
        while sphere < profile.radii.count, profile.radii[sphere] <= far {
            profile.crossings[sphere] += 1
            sphere += 1
        }
    }

    mutating func addLength(_ edge: ShollEdge) {
        var (inner, sphere) = (0.0, shell(edge.nearest))
        while sphere < profile.radii.count, inner < edge.length {
            let outer = edge.length(within: profile.radii[sphere])
            profile.lengths[sphere] += outer - inner
            if profile.radii[sphere] >= edge.far { break }
            inner = outer
            sphere += 1
        }
    }
}
