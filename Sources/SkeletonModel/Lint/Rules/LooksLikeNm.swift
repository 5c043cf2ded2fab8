private let edge = LintRule.Threshold("nm_edge", 50, "units of the median edge")
private let length = LintRule.Threshold("nm_extent", 10_000, "units from end to end")

extension LintRule {
    static let looksLikeNm = LintRule(
        code: "looks-like-nm",
        summary: "Numbers of the size of nanometres where micrometres are expected.",
        severity: .warning,
        thresholds: [edge, length],
        isQualityCheck: true
    ) { subject, notes in
        guard subject.looksLikeNanometres, let median = subject.medianEdge else { return }
        let stated =
            subject.skeleton.unit == .unknown ? "no unit is stated" : "the unit is stated as \(subject.skeleton.unit)"
        notes.add(
            nil,
            "\(stated), but a median edge of \(brief(median)) and \(brief(subject.extent)) from end to end are nanometres"
        )
    }
}

extension LintSubject {
    /// Whether numbers that are, or count as, micrometres would make a neuron of centimetres.
    var looksLikeNanometres: Bool {
        guard skeleton.unit == .unknown || skeleton.unit == .micrometres, let medianEdge else { return false }
        return medianEdge > self[edge] && extent > self[length]
    }
}
