extension Measure {
    static let frustaAreaAllEdges = Measure(
        name: "frusta_area_all_edges",
        summary: "The sides of the frusta between nodes and their parents.",
        unit: .area
    ) { skeleton in
        skeleton.frustaArea(withoutSomaLinks: false)
    }
}
