/// What a reader found, and which findings stop it.
struct SWCReport {
    /// Who is to be told.
    enum Audience {
        case reader(SWC.Mode)
        /// Everything is collected and nothing stops the reading.
        case lint(SWC.Mode)
    }

    let audience: Audience
    private(set) var diagnostics: [SkeletonDiagnostic] = []
    private var places: [SkeletonDiagnostic.Code: Int] = [:]
    private var counts: [SkeletonDiagnostic.Code: Int] = [:]

    /// More findings of one kind than this are only counted.
    private static let limit = 1000

    init(_ audience: Audience) {
        self.audience = audience
    }

    /// Whether findings that only strict readers care about are wanted.
    var isStrict: Bool {
        if case .reader(.strict) = audience { true } else { false }
    }

    /// Takes note of a finding; throws it when it stops the reading.
    mutating func note(
        _ code: SkeletonDiagnostic.Code,
        line: Int,
        column: Int = 0,
        _ message: @autoclosure () -> String
    ) throws(SkeletonError) {
        guard let severity = severity(of: code) else { return }
        let isCounted = code.isToldOnce || counts[code, default: 0] >= SWCReport.limit
        if isCounted, let place = places[code] {
            diagnostics[place].count += 1
            return
        }
        let finding = SkeletonDiagnostic(code, severity, line: line, column: column, message())
        if severity == .error, case .reader = audience { throw .swc(finding) }
        places[code] = diagnostics.count
        counts[code, default: 0] += 1
        diagnostics.append(finding)
    }

    private func severity(of code: SkeletonDiagnostic.Code) -> SkeletonDiagnostic.Severity? {
        switch audience {
        case .reader(.strict): code.strictSeverity
        case .reader(.lenient): code.lenientSeverity
        case .lint(.lenient): code.lenientSeverity ?? .note
        case .lint(.strict): code.strictSeverity
        }
    }

    /// The findings by line.
    var sorted: [SkeletonDiagnostic] {
        let order = diagnostics.indices.sorted { a, b in
            (diagnostics[a].line, a) < (diagnostics[b].line, b)
        }
        return order.map { diagnostics[$0] }
    }
}

extension SkeletonDiagnostic.Code {
    /// Told at its first line only, with a count.
    fileprivate var isToldOnce: Bool {
        switch self {
        case .bom, .bareCR, .extraCR, .commaSeparator, .textHeader, .extraFields, .floatID, .floatType,
            .idsNotSequential, .zeroID, .zeroRadius, .multipleRoots:
            true
        default: false
        }
    }

    fileprivate var lenientSeverity: SkeletonDiagnostic.Severity? {
        switch self {
        case .forwardParent, .idsNotSequential, .zeroID, .zeroRadius, .multipleRoots: nil
        case .bom, .bareCR, .extraCR, .commaSeparator, .textHeader, .extraFields, .floatID, .floatType,
            .missingParent, .selfParent, .negativeParent, .negativeRadius, .nonfiniteRadius, .negativeType:
            .warning
        default: .error
        }
    }

    fileprivate var strictSeverity: SkeletonDiagnostic.Severity {
        switch self {
        case .idsNotSequential, .zeroID, .zeroRadius, .multipleRoots: .warning
        default: .error
        }
    }
}
