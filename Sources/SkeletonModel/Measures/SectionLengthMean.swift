extension Measure {
    static let sectionLengthMean = Measure(
        name: "section_length_mean",
        summary: "The mean length of the sections.",
        unit: .length
    ) { skeleton in
        skeleton.sections.map(\.length).mean
    }
}
