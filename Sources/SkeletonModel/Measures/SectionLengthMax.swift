extension Measure {
    static let sectionLengthMax = Measure(
        name: "section_length_max",
        summary: "The length of the longest section.",
        unit: .length
    ) { skeleton in
        skeleton.sections.map(\.length).max()
    }
}
