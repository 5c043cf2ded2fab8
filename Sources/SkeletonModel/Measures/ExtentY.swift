extension Measure {
    static let extentY = Measure(
        name: "extent_y",
        summary: "Size of the bounding box along y.",
        unit: .length
    ) { skeleton in
        skeleton.boundingBox.map { $0.high.y - $0.low.y }
    }
}
