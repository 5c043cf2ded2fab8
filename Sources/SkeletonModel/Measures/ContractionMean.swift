extension Measure {
    static let contractionMean = Measure(
        name: "contraction_mean",
        summary: "The mean over the sections of the straight distance of the ends by length, where that is not 0.",
        unit: .ratio
    ) { skeleton in
        skeleton.meanOfSections { section in
            guard section.length > 0 else { return nil }
            return skeleton.edgeLength(Int(section.start), Int(section.end)) / section.length
        }
    }
}
