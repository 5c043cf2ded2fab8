extension Measure {
    static let helixMean = Measure(
        name: "helix_mean",
        summary:
            "The mean over three edges in a row in a section of (u × v) · w / 3, with their directions u, v, w; positive for a right-handed screw.",
        unit: .ratio
    ) { skeleton in
        skeleton.helices.mean
    }
}
