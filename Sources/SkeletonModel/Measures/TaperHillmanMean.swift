extension Measure {
    static let taperHillmanMean = Measure(
        name: "taper_hillman_mean",
        summary: "The mean over the sections of the loss of diameter by diameter at the start, where radii are known.",
        unit: .ratio
    ) { skeleton in
        skeleton.meanOfSections { skeleton.taper($0, by: 2 * skeleton.radius[Int($0.start)]) }
    }
}
