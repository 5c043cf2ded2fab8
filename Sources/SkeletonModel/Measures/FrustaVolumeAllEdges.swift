extension Measure {
    static let frustaVolumeAllEdges = Measure(
        name: "frusta_volume_all_edges",
        summary: "The volume of the frusta between nodes and their parents.",
        unit: .volume
    ) { skeleton in
        skeleton.frustaVolume(withoutSomaLinks: false)
    }
}
