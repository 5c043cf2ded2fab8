extension Measure {
    static let isolated = Measure(
        name: "isolated",
        summary: "Roots without children.",
        unit: .count
    ) { skeleton in
        let children = skeleton.children
        return Double(skeleton.roots.count { children.count(of: Int($0)) == 0 })
    }
}
