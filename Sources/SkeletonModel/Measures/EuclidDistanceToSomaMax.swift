extension Measure {
    static let euclidDistanceToSomaMax = Measure(
        name: "euclid_distance_to_soma_max",
        summary: "The straight distance of the farthest node from the centre of the soma.",
        unit: .length
    ) { skeleton in
        skeleton.soma.flatMap { soma in
            (0..<skeleton.nodeCount).lazy.map { skeleton.point($0).distance(to: soma.center) }.max()
        }
    }
}
