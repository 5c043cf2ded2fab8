extension Measure {
    static let parentDaughterRatioMean = Measure(
        name: "parent_daughter_ratio_mean",
        summary: "The mean over the children of forks in two, roots left out, of their radius by that of the fork.",
        unit: .ratio
    ) { skeleton in
        skeleton.meanOfForks { ($1 / $0 + $2 / $0) / 2 }
    }
}
