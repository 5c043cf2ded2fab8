extension Measure {
    static let diameter = Measure(
        name: "diameter",
        summary: "The longest way between two nodes of a tree, along the cable.",
        unit: .length
    ) { skeleton in
        skeleton.nodeCount == 0 ? nil : longestWay(skeleton)
    }
}

/// The two longest ways down from each node, through different children, meet at one node of the longest way.
private func longestWay(_ skeleton: Skeleton) -> Double {
    var reach = [Double](repeating: 0, count: skeleton.nodeCount)
    var longest = 0.0
    for node in stride(from: skeleton.nodeCount - 1, through: 0, by: -1) where skeleton.parents[node] >= 0 {
        let parent = Int(skeleton.parents[node])
        let way = reach[node] + skeleton.edgeLength(node, parent)
        longest = max(longest, reach[parent] + way)
        reach[parent] = max(reach[parent], way)
    }
    return longest
}
