extension Measure {
    static let extentX = Measure(
        name: "extent_x",
        summary: "Size of the bounding box along x.",
        unit: .length
    ) { skeleton in
        skeleton.boundingBox.map { $0.high.x - $0.low.x }
    }
}
