extension Measure {
    static let pathDistanceToRootTipSum = Measure(
        name: "path_distance_to_root_tip_sum",
        summary: "The ways from all tips to the roots of their trees together.",
        unit: .length
    ) { skeleton in
        let distance = skeleton.rootDistance
        return skeleton.tips.reduce(0) { $0 + distance[Int($1)] }
    }
}
