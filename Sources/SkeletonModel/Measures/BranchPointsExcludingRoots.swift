extension Measure {
    static let branchPointsExcludingRoots = Measure(
        name: "branch_points_excluding_roots",
        summary: "Nodes with two or more children that are not roots.",
        unit: .count
    ) { skeleton in
        Double(skeleton.branchPoints.count { skeleton.parents[Int($0)] >= 0 })
    }
}
