extension Measure {
    static let zeroLengthEdges = Measure(
        name: "zero_length_edges",
        summary: "Edges between two nodes at the same place.",
        unit: .count
    ) { skeleton in
        let nodes = skeleton.parents.indices.filter { skeleton.parents[$0] >= 0 }
        return Double(nodes.count { skeleton.edgeLength($0, Int(skeleton.parents[$0])) == 0 })
    }
}
