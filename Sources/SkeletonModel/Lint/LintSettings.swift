/// Which rules are tried, and with which thresholds.
public struct LintSettings: Sendable {
    /// The rules, in the order of the catalog.
    public private(set) var rules: [LintRule]
    /// Which findings the reader makes of SWC text; strict ones hold the text against the standard.
    public var mode: SWC.Mode
    /// The unit of SWC numbers; nil to take what the header says.
    public var unit: LengthUnit?
    private var values: [String: Double] = [:]

    /// Settings for some rules, or all of them.
    ///
    /// Throws for a threshold that no rule has, or a value that is not finite.
    public init(
        rules: [LintRule] = LintRule.all,
        thresholds: [String: Double] = [:],
        mode: SWC.Mode = .lenient,
        unit: LengthUnit? = nil
    ) throws(SkeletonError) {
        (self.rules, self.mode, self.unit) = (rules, mode, unit)
        for (name, value) in thresholds.sorted(by: { $0.key < $1.key }) { try set(name, to: value) }
    }

    /// All rules with their own thresholds.
    public static var standard: LintSettings { LintSettings(standard: LintRule.all) }

    /// The rules about the quality of skeletons that a service or a program made.
    public static var quality: LintSettings { LintSettings(standard: LintRule.all.filter(\.isQualityCheck)) }

    private init(standard rules: [LintRule]) {
        (self.rules, mode) = (rules, .lenient)
    }

    private mutating func set(_ name: String, to value: Double) throws(SkeletonError) {
        let known = LintRule.all.flatMap(\.thresholds).map(\.name)
        guard known.contains(name) else {
            throw .badOption("there is no threshold '\(name)' (known: \(known.sorted().joined(separator: ", ")))")
        }
        guard value.isFinite, value >= 0 else { throw .badOption("the threshold '\(name)' must be 0 or more") }
        values[name] = value
    }

    /// The value of a threshold.
    func value(_ threshold: LintRule.Threshold) -> Double { values[threshold.name] ?? threshold.value }

    /// All thresholds of the rules with their values, by name.
    public var thresholds: [(name: String, value: Double)] {
        rules.flatMap(\.thresholds).map { ($0.name, value($0)) }.sorted { $0.0 < $1.0 }
    }
}
