extension Measure {
    static let strahlerMax = Measure(
        name: "strahler_max",
        summary: "The largest Strahler order.",
        unit: .count
    ) { skeleton in
        skeleton.strahlerOrder.max().map(Double.init)
    }
}
