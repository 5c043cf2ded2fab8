extension Measure {
    static let cableLength = Measure(
        name: "cable_length",
        summary: "The lengths of all edges together.",
        unit: .length
    ) { skeleton in
        skeleton.cableLength
    }
}
