extension Measure {
    static let frustaAreaWithoutSomaLinks = Measure(
        name: "frusta_area_without_soma_links",
        summary: "The sides of the frusta with neither end in the soma (type 1).",
        unit: .area
    ) { skeleton in
        skeleton.frustaArea(withoutSomaLinks: true)
    }
}
