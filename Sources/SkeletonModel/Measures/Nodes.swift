extension Measure {
    static let nodes = Measure(
        name: "nodes",
        summary: "All nodes.",
        unit: .count
    ) { skeleton in
        Double(skeleton.nodeCount)
    }
}
