extension Measure {
    static let partitionAsymmetryMean = Measure(
        name: "partition_asymmetry_mean",
        summary:
            "The mean of |a - b| / (a + b - 2) over forks that are not roots, with a and b tips beyond the two children.",
        unit: .ratio
    ) { skeleton in
        asymmetries(skeleton).mean
    }
}

private func asymmetries(_ skeleton: Skeleton) -> [Double] {
    let (children, tips) = (skeleton.children, skeleton.tipsBeyond)
    return (0..<skeleton.nodeCount).compactMap { node in
        guard skeleton.parents[node] >= 0, children.count(of: node) == 2 else { return nil }
        let counts = children[node].map { Double(tips[Int($0)]) }
        return counts[0] == counts[1] ? 0 : abs(counts[0] - counts[1]) / (counts[0] + counts[1] - 2)
    }
}
