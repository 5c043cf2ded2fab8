extension Measure {
    static let roots = Measure(
        name: "roots",
        summary: "Nodes without a parent, one per tree.",
        unit: .count
    ) { skeleton in
        Double(skeleton.roots.count)
    }
}
