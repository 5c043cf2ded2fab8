extension Measure {
    static let somaRadius = Measure(
        name: "soma_radius",
        summary: "The radius of the sphere that stands for the soma.",
        unit: .length
    ) { skeleton in
        skeleton.soma?.radius
    }
}
