extension Measure {
    static let branchOrderMax = Measure(
        name: "branch_order_max",
        summary: "The most branch points strictly between a node and the root of its tree.",
        unit: .count
    ) { skeleton in
        skeleton.branchOrder.max().map(Double.init)
    }
}
