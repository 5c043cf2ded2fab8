private let share = LintRule.Threshold("voxel_share", 0.9, "of the nodes at whole numbers")
private let length = LintRule.Threshold("voxel_extent", 5000, "units from end to end")

extension LintRule {
    static let looksLikeVoxels = LintRule(
        code: "looks-like-voxels",
        summary: "Whole numbers where micrometres are expected, as when an image's voxels were counted.",
        severity: .warning,
        thresholds: [share, length],
        isQualityCheck: true
    ) { subject, notes in
        guard subject.looksLikeVoxels, !subject.looksLikeNanometres else { return }
        notes.add(nil, "no unit is stated, and whole numbers up to \(brief(subject.extent)) apart look like voxels")
    }
}

extension LintSubject {
    /// Whether nearly all coordinates are whole numbers, and too large to be micrometres.
    var looksLikeVoxels: Bool {
        guard skeleton.unit == .unknown, skeleton.nodeCount > 0, extent > self[length] else { return false }
        let whole = (0..<skeleton.nodeCount).count { node in
            let point = skeleton.point(node)
            return point.x == point.x.rounded() && point.y == point.y.rounded() && point.z == point.z.rounded()
        }
        return Double(whole) >= self[share] * Double(skeleton.nodeCount)
    }
}
