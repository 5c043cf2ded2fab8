extension Measure {
    static let isolated = Measure(
        name: "isolated",
        summary: "Roots without children.",
        unit: .count
    ) { skeleton in
        let counts = skeleton.childCounts
        return Double(skeleton.roots.count { counts[Int($0)] == 0 })
    }
}
