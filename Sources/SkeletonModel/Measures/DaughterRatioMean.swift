extension Measure {
    static let daughterRatioMean = Measure(
        name: "daughter_ratio_mean",
        summary: "The mean over forks in two, roots left out, of the larger by the smaller radius of the children.",
        unit: .ratio
    ) { skeleton in
        skeleton.meanOfForks { max($1, $2) / min($1, $2) }
    }
}
