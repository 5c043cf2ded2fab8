extension Measure {
    static let pathDistanceToRootMax = Measure(
        name: "path_distance_to_root_max",
        summary: "The longest way from a node to the root of its tree, along the cable.",
        unit: .length
    ) { skeleton in
        skeleton.rootDistance.max()
    }
}
