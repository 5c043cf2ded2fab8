extension Measure {
    static let somaSurface = Measure(
        name: "soma_surface",
        summary: "The surface of the soma.",
        unit: .area
    ) { skeleton in
        skeleton.soma?.surface
    }
}
