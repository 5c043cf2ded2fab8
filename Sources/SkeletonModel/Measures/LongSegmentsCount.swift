extension Measure {
    static let longSegmentsCount = Measure(
        name: "long_segments_count",
        summary: "Segments when at each fork the farthest-reaching child continues its parent: one per tip.",
        unit: .count
    ) { skeleton in
        Double(skeleton.tips.count)
    }
}
