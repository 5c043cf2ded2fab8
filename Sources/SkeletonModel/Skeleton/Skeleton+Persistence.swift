/// A branch as a span of distances: it begins where it leaves an older one, and ends at its tip.
public struct PersistencePair: Sendable, Hashable {
    /// How far from the root it leaves an older branch; 0 for the oldest of a tree.
    public var start: Double
    /// How far from the root its tip is.
    public var end: Double
    /// The tip's position.
    public var tip: Int32
}

/// How far a node is from the root of its tree.
public enum RootMetric: String, Sendable, Hashable, CaseIterable {
    /// Along the cable.
    case path
    /// Straight.
    case straight
}

extension Skeleton {
    /// One pair for each tip, in the order of the tips: the topological morphology descriptor.
    ///
    /// Where branches meet, the one whose tip is farthest from the root is older and goes on; of equal ones that of
    /// the lower position.
    public func persistence(_ metric: RootMetric = .path) -> [PersistencePair] {
        let distance = rootDistances(metric)
        // The tip that each node's oldest branch ends in.
        var oldest = [Int32](repeating: -1, count: nodeCount)
        for node in stride(from: nodeCount - 1, through: 0, by: -1) {
            if oldest[node] < 0 { oldest[node] = Int32(node) }
            let parent = Int(parents[node])
            guard parent >= 0 else { continue }
            let rival = oldest[parent]
            // Of siblings the lowest comes last here.
            if rival < 0 || distance[Int(oldest[node])] >= distance[Int(rival)] { oldest[parent] = oldest[node] }
        }
        var pairs: [Int32: PersistencePair] = [:]
        for (node, parent) in parents.enumerated() {
            let tip = oldest[node]
            if parent < 0 {
                if tip != node { pairs[tip] = PersistencePair(start: 0, end: distance[Int(tip)], tip: tip) }
            } else if oldest[Int(parent)] != tip {
                pairs[tip] = PersistencePair(start: distance[Int(parent)], end: distance[Int(tip)], tip: tip)
            }
        }
        return pairs.values.sorted { $0.tip < $1.tip }
    }

    private func rootDistances(_ metric: RootMetric) -> [Double] {
        switch metric {
        case .path: return rootDistance
        case .straight:
            let root = rootOfNode
            return (0..<nodeCount).map { edgeLength($0, Int(root[$0])) }
        }
    }
}
