extension SWC {
    /// Reads SWC text, plain or in gzip.
    ///
    /// No node is ever dropped, merged or moved; what was odd stands in the skeleton's `diagnostics`. Throws
    /// `SkeletonError.swc` with line and column where there is no one sensible reading, and in strict mode for
    /// anything outside the standard.
    public static func parse(_ bytes: [UInt8], options: ReadOptions = ReadOptions()) throws(SkeletonError) -> Skeleton {
        let text = try plainText(bytes, limit: options.limit)
        var reading = try read(text, SWCReport(.reader(options.mode)), keepsExtraFields: options.keepsExtraFields)
        guard var skeleton = try reading.skeleton() else { throw .swc(noSamples) }
        skeleton.describe(by: reading.header, unit: options.unit, isFromService: options.isFromService)
        skeleton.diagnostics = reading.report.sorted
        for (index, values) in reading.rows.extraColumns.enumerated() {
            skeleton.columns["extra\(index + 1)"] = .doubles(values.picked(skeleton.sourceRow))
        }
        return skeleton
    }

    /// All findings of a text, errors included, without stopping at the first; at most a thousand.
    public static func lint(_ bytes: [UInt8], limit: Int = 4 << 30) -> [SkeletonDiagnostic] {
        Array(lintReading(bytes, limit: limit).findings.prefix(1000))
    }

    /// What a linter makes of a text: as much of a skeleton as there is, and every finding on the way.
    struct LintReading {
        /// Out of gzip.
        var text: [UInt8] = []
        var skeleton: Skeleton?
        /// The line of each row.
        var lines: [Int32] = []
        /// The parent that each row names.
        var parentIDs: [Int64] = []
        var findings: [SkeletonDiagnostic]
    }

    /// Reads on behind every fault; in strict mode what the standard does not allow is an error.
    static func lintReading(_ bytes: [UInt8], mode: Mode = .lenient, limit: Int = 4 << 30) -> LintReading {
        do throws(SkeletonError) {
            let text = try plainText(bytes, limit: limit)
            var reading = try read(text, SWCReport(.lint(mode)))
            var skeleton = try reading.skeleton()
            skeleton?.describe(by: reading.header, unit: nil)
            let findings = reading.report.sorted
            let rows = reading.rows
            return LintReading(
                text: text,
                skeleton: skeleton,
                lines: rows.lines,
                parentIDs: rows.parentIDs,
                findings: findings
            )
        } catch {
            if case .swc(let finding) = error { return LintReading(findings: [finding]) }
            return LintReading(findings: [SkeletonDiagnostic(.badGzip, .error, error.description)])
        }
    }

    static func plainText(_ bytes: [UInt8], limit: Int) throws(SkeletonError) -> [UInt8] {
        guard Gzip.isGzip(bytes) else { return bytes }
        do {
            return try Gzip.decompress(bytes, limit: limit)
        } catch {
            throw .swc(SkeletonDiagnostic(.badGzip, .error, error.description))
        }
    }

    // The closure hands its error over in a result: the pointer's method knows only untyped errors.
    private static func read(
        _ text: [UInt8],
        _ report: SWCReport,
        keepsExtraFields: Bool = false
    ) throws(SkeletonError) -> SWCReading {
        let result: Result<SWCReading, SkeletonError> = unsafe text.withUnsafeBufferPointer { bytes in
            do throws(SkeletonError) {
                var parser = unsafe SWCParser(bytes, report, keepsExtraFields: keepsExtraFields)
                try parser.run()
                return .success(SWCReading(rows: parser.rows, header: parser.header, report: parser.report))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    fileprivate static let noSamples = SkeletonDiagnostic(.noSamples, .error, "the text holds no nodes")
}

extension Skeleton {
    /// Takes over what the header lines say.
    fileprivate mutating func describe(by lines: [[UInt8]], unit stated: LengthUnit?, isFromService: Bool = false) {
        let told = SWCHeader(lines)
        (header, metadata, rootID) = (lines, told.metadata, told.rootID)
        origin = isFromService ? .service : .swc
        unit = stated ?? told.unit ?? (isFromService ? .micrometres : .unknown)
    }
}

/// The rows of a text on their way to a skeleton.
private struct SWCReading {
    let rows: SWCRows
    let header: [[UInt8]]
    var report: SWCReport

    /// The skeleton; nil for a linter when there is none.
    mutating func skeleton() throws(SkeletonError) -> Skeleton? {
        guard rows.count > 0 else {
            try report.note(.noSamples, line: 0, SWC.noSamples.message)
            return nil
        }
        guard rows.count <= Int(Int32.max) else { throw .badArrays("more nodes than 2^31") }
        let links = try SWCLinks(rows, &report)
        if case .cycle(let nodes) = ParentsFirst.order(of: links.parents) {
            let finding = SWCLinks.cycle(nodes, rows)
            try report.note(.cycle, line: finding.line, finding.message)
            return nil
        }
        return try Skeleton(
            inSourceOrder: links.parents,
            ids: rows.ids,
            types: rows.types,
            x: rows.x,
            y: rows.y,
            z: rows.z,
            radius: rows.radius,
            unit: .unknown
        )
    }
}
