extension Measure {
    static let bifurcationsForAsymmetry = Measure(
        name: "bifurcations_for_asymmetry",
        summary: "Nodes with exactly two children that are not roots.",
        unit: .count
    ) { skeleton in
        let counts = skeleton.childCounts
        return Double((0..<skeleton.nodeCount).count { skeleton.parents[$0] >= 0 && counts[$0] == 2 })
    }
}
