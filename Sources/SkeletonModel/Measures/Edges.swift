extension Measure {
    static let edges = Measure(
        name: "edges",
        summary: "Edges: one for each node that is not a root.",
        unit: .count
    ) { skeleton in
        Double(skeleton.edgeCount)
    }
}
