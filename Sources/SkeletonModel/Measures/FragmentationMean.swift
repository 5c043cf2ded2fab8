extension Measure {
    static let fragmentationMean = Measure(
        name: "fragmentation_mean",
        summary: "The mean over the sections of the number of edges.",
        unit: .count
    ) { skeleton in
        skeleton.sectionCount == 0 ? nil : Double(skeleton.edgeCount) / Double(skeleton.sectionCount)
    }
}
