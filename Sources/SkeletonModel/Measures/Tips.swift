extension Measure {
    static let tips = Measure(
        name: "tips",
        summary: "Nodes without children that are not roots.",
        unit: .count
    ) { skeleton in
        Double(skeleton.tips.count)
    }
}
