extension Measure {
    static let neuriteLengthWithoutSomaLinks = Measure(
        name: "neurite_length_without_soma_links",
        summary: "The lengths of all edges with neither end in the soma (type 1).",
        unit: .length
    ) { skeleton in
        skeleton.sumOfEdges(withoutSomaLinks: true) { length, _, _ in length }
    }
}
