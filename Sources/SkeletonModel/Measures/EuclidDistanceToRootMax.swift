extension Measure {
    static let euclidDistanceToRootMax = Measure(
        name: "euclid_distance_to_root_max",
        summary: "The longest straight distance from a node to the root of its tree.",
        unit: .length
    ) { skeleton in
        let root = skeleton.rootOfNode
        return (0..<skeleton.nodeCount).map { skeleton.edgeLength($0, Int(root[$0])) }.max()
    }
}
