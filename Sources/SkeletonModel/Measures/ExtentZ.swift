extension Measure {
    static let extentZ = Measure(
        name: "extent_z",
        summary: "Size of the bounding box along z.",
        unit: .length
    ) { skeleton in
        skeleton.boundingBox.map { $0.high.z - $0.low.z }
    }
}
