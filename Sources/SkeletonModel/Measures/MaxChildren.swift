extension Measure {
    static let maxChildren = Measure(
        name: "max_children",
        summary: "The most children that a node has.",
        unit: .count
    ) { skeleton in
        Double(skeleton.childCounts.max() ?? 0)
    }
}
