extension Measure {
    static let pathDistanceToRootMean = Measure(
        name: "path_distance_to_root_mean",
        summary: "The mean way from the nodes to the roots of their trees, along the cable.",
        unit: .length
    ) { skeleton in
        skeleton.rootDistance.mean
    }
}
