extension Measure {
    static let frustaVolumeWithoutSomaLinks = Measure(
        name: "frusta_volume_without_soma_links",
        summary: "The volume of the frusta with neither end in the soma (type 1).",
        unit: .volume
    ) { skeleton in
        skeleton.frustaVolume(withoutSomaLinks: true)
    }
}
