extension Measure {
    static let sections = Measure(
        name: "sections",
        summary: "Runs between roots, branch points and tips.",
        unit: .count
    ) { skeleton in
        Double(skeleton.sections.count)
    }
}
