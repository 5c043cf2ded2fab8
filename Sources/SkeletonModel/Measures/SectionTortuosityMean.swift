extension Measure {
    static let sectionTortuosityMean = Measure(
        name: "section_tortuosity_mean",
        summary: "The mean over the sections of length by straight distance of the ends, where that is not 0.",
        unit: .ratio
    ) { skeleton in
        let ratios = skeleton.sections.compactMap { section -> Double? in
            let chord = skeleton.edgeLength(Int(section.start), Int(section.end))
            return chord > 0 ? section.length / chord : nil
        }
        return ratios.mean
    }
}
