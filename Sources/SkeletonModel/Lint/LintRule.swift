/// One thing that can be odd about a skeleton: how it is recognised, and how bad it is.
public struct LintRule: Sendable {
    /// A number that decides, with the value it has unless another is asked for.
    public struct Threshold: Sendable, Hashable {
        /// The name in options: `z_jump`.
        public let name: String
        /// The value unless another is asked for.
        public let value: Double
        /// What it bounds, in a few words.
        public let summary: String

        init(_ name: String, _ value: Double, _ summary: String) {
            (self.name, self.value, self.summary) = (name, value, summary)
        }
    }

    /// The word by which findings are told apart.
    public let code: String
    /// What it finds, in one line.
    public let summary: String
    /// How bad its findings are.
    public let severity: SkeletonDiagnostic.Severity
    /// The numbers that decide.
    public let thresholds: [Threshold]
    /// Whether it tells how far a skeleton made by a service or a program can be trusted.
    public let isQualityCheck: Bool
    let find: @Sendable (LintSubject, inout LintNotes) -> Void

    init(
        code: String,
        summary: String,
        severity: SkeletonDiagnostic.Severity,
        thresholds: [Threshold] = [],
        isQualityCheck: Bool = false,
        find: @escaping @Sendable (LintSubject, inout LintNotes) -> Void
    ) {
        (self.code, self.summary, self.severity) = (code, summary, severity)
        (self.thresholds, self.isQualityCheck, self.find) = (thresholds, isQualityCheck, find)
    }

    /// All rules.
    public static let all: [LintRule] = [
        .constantRadius, .danglingAxon, .disconnectedNeurite, .duplicatePoint, .fatEnd, .flatNeurite,
        .labelsLookTopological, .longEdge, .looksLikeNm, .looksLikeVoxels, .multifurcation, .multipleSomata,
        .narrowStart, .noSoma, .nonAsciiRow, .radiusJump, .rootIsNoSoma, .singleChildRoot, .singleLabel, .somaBranched,
        .somaContour, .somaNotRoot, .typeChangeNotAtSoma, .typeChangeWithoutFork, .unknownRadius, .zJump,
    ]

    /// The rule of a code, nil when there is none.
    public static func named(_ code: String) -> LintRule? {
        all.first { $0.code == code }
    }
}
