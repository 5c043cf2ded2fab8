extension SWC {
    /// Reads SWC text, plain or in gzip.
    ///
    /// No node is ever dropped, merged or moved; what was odd stands in the skeleton's `diagnostics`. Throws
    /// `SkeletonError.swc` with line and column where there is no one sensible reading, and in strict mode for
    /// anything outside the standard.
    public static func parse(_ bytes: [UInt8], options: ReadOptions = ReadOptions()) throws(SkeletonError) -> Skeleton {
        let text = try plainText(bytes, limit: options.limit)
        var reading = try read(text, SWCReport(.reader(options.mode)))
        guard var skeleton = try reading.skeleton() else { throw .swc(noSamples) }
        let header = SWCHeader(reading.header)
        skeleton.header = reading.header
        skeleton.metadata = header.metadata
        skeleton.rootID = header.rootID
        skeleton.diagnostics = reading.report.sorted
        skeleton.origin = options.isFromService ? .service : .swc
        let unit = options.unit ?? header.unit ?? (options.isFromService ? .micrometres : .unknown)
        return skeleton.declared(in: unit)
    }

    /// All findings of a text, errors included, without stopping at the first; at most a thousand.
    public static func lint(_ bytes: [UInt8], limit: Int = 4 << 30) -> [SkeletonDiagnostic] {
        do throws(SkeletonError) {
            var reading = try read(plainText(bytes, limit: limit), SWCReport(.lint))
            _ = try reading.skeleton()
            return Array(reading.report.sorted.prefix(1000))
        } catch {
            if case .swc(let finding) = error { return [finding] }
            return [SkeletonDiagnostic(.badGzip, .error, error.description)]
        }
    }

    private static func plainText(_ bytes: [UInt8], limit: Int) throws(SkeletonError) -> [UInt8] {
        guard Gzip.isGzip(bytes) else { return bytes }
        do {
            return try Gzip.decompress(bytes, limit: limit)
        } catch {
            throw .swc(SkeletonDiagnostic(.badGzip, .error, error.description))
        }
    }

    // The closure hands its error over in a result: the pointer's method knows only untyped errors.
    private static func read(_ text: [UInt8], _ report: SWCReport) throws(SkeletonError) -> SWCReading {
        let result: Result<SWCReading, SkeletonError> = unsafe text.withUnsafeBufferPointer { bytes in
            do throws(SkeletonError) {
                var parser = unsafe SWCParser(bytes, report)
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
