extension Measure {
    static let taperBurkeMean = Measure(
        name: "taper_burke_mean",
        summary:
            "The mean over the sections of the loss of diameter from start to end by length, where radii are known.",
        unit: .ratio
    ) { skeleton in
        skeleton.meanOfSections { skeleton.taper($0, by: $0.length) }
    }
}
