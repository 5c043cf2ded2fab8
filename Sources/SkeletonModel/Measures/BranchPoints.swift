extension Measure {
    static let branchPoints = Measure(
        name: "branch_points",
        summary: "Nodes with two or more children, roots included.",
        unit: .count
    ) { skeleton in
        Double(skeleton.branchPoints.count)
    }
}
