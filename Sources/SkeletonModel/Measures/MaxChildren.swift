extension Measure {
    static let maxChildren = Measure(
        name: "max_children",
        summary: "The most children that a node has.",
        unit: .count
    ) { skeleton in
        let children = skeleton.children
        return Double((0..<skeleton.nodeCount).map { children.count(of: $0) }.max() ?? 0)
    }
}
