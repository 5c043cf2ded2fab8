#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Reads the lines of an SWC text into rows.
@safe
struct SWCParser {
    private let bytes: UnsafeBufferPointer<UInt8>
    private let end: Int
    private var position = 0
    private var line = 1
    private var lineStart = 0
    private(set) var header: [[UInt8]] = []
    var rows = SWCRows()
    var report: SWCReport
    private let keepsExtraFields: Bool

    init(_ bytes: UnsafeBufferPointer<UInt8>, _ report: SWCReport, keepsExtraFields: Bool) {
        unsafe self.bytes = bytes
        end = bytes.count
        self.report = report
        self.keepsExtraFields = keepsExtraFields
    }

    /// Reads all lines, stopping at the first finding that forbids to go on.
    mutating func run() throws(SkeletonError) {
        try checkEncoding()
        rows.reserve(estimatedRows)
        do throws(SkeletonError) {
            let block = SWCRowBlock()
            while position < end {
                try readLine()
                readPlainRows(block)
            }
        } catch {
            // Only rows before the faulty one are here: an id that comes twice among them was the first fault.
            _ = try SWCIDs(rows, &report)
            throw error
        }
    }

    /// From the length of the first lines; memory is taken once.
    private var estimatedRows: Int {
        let sample = min(end, 1 << 11)
        let ends = unsafe bytes.prefix(sample).reduce(into: 1) { $0 += $1 == 0x0A || $1 == 0x0D ? 1 : 0 }
        return end / max(sample / ends, 8) + 16
    }

    @inline(__always)
    private var byte: UInt8? {
        position < end ? unsafe bytes[position] : nil
    }

    private mutating func checkEncoding() throws(SkeletonError) {
        let start = unsafe Array(bytes.prefix(4))
        if start.starts(with: [0xFE, 0xFF]) || start.starts(with: [0xFF, 0xFE]) || start == [0, 0, 0xFE, 0xFF] {
            throw .swc(
                SkeletonDiagnostic(
                    .unsupportedEncoding,
                    .error,
                    line: 1,
                    column: 1,
                    "the text is UTF-16 or UTF-32, not UTF-8"
                )
            )
        }
        if let offset = firstNUL { throw .swc(notText(offset)) }
        if start.starts(with: [0xEF, 0xBB, 0xBF]) {
            try report.note(.bom, line: 1, column: 1, "the text starts with a byte order mark")
            position = 3
        }
    }

    // The C library looks at many bytes at once.
    private var firstNUL: Int? {
        guard let start = unsafe bytes.baseAddress, let found = unsafe memchr(start, 0, end) else { return nil }
        return unsafe UnsafeRawPointer(found) - UnsafeRawPointer(start)
    }

    private func notText(_ offset: Int) -> SkeletonDiagnostic {
        let before = unsafe bytes[..<offset]
        let line = unsafe before.reduce(into: 1) { $0 += $1 == 0x0A ? 1 : 0 }
        let start = unsafe before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        return SkeletonDiagnostic(
            .notText,
            .error,
            line: line,
            column: offset - start + 1,
            "a NUL byte: this is no text"
        )
    }

    private mutating func readLine() throws(SkeletonError) {
        skipBlanks()
        switch byte {
        case nil: return
        case UInt8(ascii: "#"): readComment()
        case 0x0A, 0x0D: break
        default: try readRow()
        }
        try readLineEnd()
    }

    @inline(__always)
    private mutating func skipBlanks() {
        while let byte, byte == 0x20 || byte == 0x09 { position += 1 }
    }

    private mutating func readComment() {
        let start = position + 1
        while let byte, byte != 0x0A, byte != 0x0D { position += 1 }
        if rows.count == 0 { header.append(unsafe Array(bytes[start..<position])) }
    }

    /// Goes behind the line end; there is nothing else left on the line.
    private mutating func readLineEnd() throws(SkeletonError) {
        let start = position
        while byte == 0x0D { position += 1 }
        let returns = position - start
        if byte == 0x0A {
            position += 1
            if returns > 1 {
                try report.note(.extraCR, line: line, "the line ends in \(returns) carriage returns and a line feed")
            }
            line += 1
        } else if returns > 0 {
            try report.note(.bareCR, line: line, "the line ends in a carriage return without a line feed")
            line += returns
        }
        lineStart = position
    }

    /// Reads many rows at once while there is nothing to remark about them.
    private mutating func readPlainRows(_ block: SWCRowBlock) {
        guard case .reader(.lenient) = report.audience else { return }
        let before = rows.count
        unsafe position += block.read(UnsafeBufferPointer(rebasing: bytes[position...]), firstLine: line, into: &rows)
        line += rows.count - before
        lineStart = position
    }

    private mutating func readRow() throws(SkeletonError) {
        let start = position
        if let row = plainRow() { return try accept(row, start) }
        position = start
        while let byte, byte != 0x0A, byte != 0x0D, byte != UInt8(ascii: "#") { position += 1 }
        let fields = unsafe SWCFields(bytes, start..<position)
        if rows.count == 0, fields.areWords {
            try report.note(.textHeader, line: line, column: column(start), "a row of words: '\(fields.excerpt)'")
        } else if let row = try oddRow(fields) {
            try accept(row, start)
        }
        skipTrailingComment()
    }

    private func column(_ offset: Int) -> Int { offset - lineStart + 1 }

    private mutating func skipTrailingComment() {
        while let byte, byte != 0x0A, byte != 0x0D { position += 1 }
    }

    /// A row without anything to remark, with all that follows it on its line; nil, wherever the position then is, for
    /// any other.
    @inline(__always)
    private mutating func plainRow() -> SWCRow? {
        guard let id = plainInteger(), id >= 0, let type = plainInteger(), let type = Int32(exactly: type), type >= 0,
            let x = plainDecimal(), let y = plainDecimal(), let z = plainDecimal(),
            let radius = plainDecimal(), radius >= 0, let parent = plainInteger()
        else { return nil }
        switch byte {
        case nil, 0x0A, 0x0D: break
        case UInt8(ascii: "#"): skipTrailingComment()
        default: return nil
        }
        return SWCRow(id: id, type: type, x: x, y: y, z: z, radius: radius, parentID: parent)
    }

    @inline(__always)
    private mutating func plainInteger() -> Int64? {
        var scanner = unsafe NumberScanner(bytes, position..<end)
        guard case .number(let value) = scanner.integer() else { return nil }
        position = scanner.position
        return skipSeparator() ? value : nil
    }

    @inline(__always)
    private mutating func plainDecimal() -> Double? {
        var scanner = unsafe NumberScanner(bytes, position..<end)
        guard case .number(let value) = scanner.decimal() else { return nil }
        position = scanner.position
        return skipSeparator() ? value : nil
    }

    /// Whether the field ends here: at blanks, which are skipped, or where the row ends.
    @inline(__always)
    private mutating func skipSeparator() -> Bool {
        switch byte {
        case nil, 0x0A, 0x0D, UInt8(ascii: "#"): return true
        case 0x20, 0x09:
            skipBlanks()
            return true
        default: return false
        }
    }

    @inline(__always)
    private mutating func accept(_ row: SWCRow, _ start: Int) throws(SkeletonError) {
        if case .reader(.lenient) = report.audience {} else { try remark(row, start) }
        rows.append(row, line: line)
    }

    private mutating func remark(_ row: SWCRow, _ start: Int) throws(SkeletonError) {
        let column = column(start)
        if row.id == 0 { try report.note(.zeroID, line: line, column: column, "a node has the id 0") }
        if row.radius == 0 { try report.note(.zeroRadius, line: line, "a radius is 0") }
        if row.id != Int64(rows.count) + 1 {
            try report.note(.idsNotSequential, line: line, column: column, "ids are not 1, 2, 3, … (found \(row.id))")
        }
    }

    /// A row with something to remark; nil where a fault was noted and reading goes on all the same.
    private mutating func oddRow(_ fields: SWCFields) throws(SkeletonError) -> SWCRow? {
        guard try checkFields(fields) else { return nil }
        var values = unsafe SWCFieldReader(bytes: bytes, fields: fields.ranges, line: line, lineStart: lineStart)
        guard let id = try values.id(&report), let type = try values.type(&report),
            let x = try values.coordinate("x", &report), let y = try values.coordinate("y", &report),
            let z = try values.coordinate("z", &report), let radius = try values.radius(&report),
            let parent = try values.parent(&report)
        else { return nil }
        if fields.ranges.count > 7 {
            let place = column(fields.ranges[7].lowerBound)
            try report.note(.extraFields, line: line, column: place, "\(fields.ranges.count) fields in a row of seven")
            if keepsExtraFields { rows.extras.append((rows.count, values.rest())) }
        }
        return SWCRow(id: id, type: type, x: x, y: y, z: z, radius: radius, parentID: parent)
    }

    private mutating func checkFields(_ fields: SWCFields) throws(SkeletonError) -> Bool {
        let start = column(fields.range.lowerBound)
        if fields.hasAmbiguousCommas {
            let message = "commas neither separate all fields nor none: '\(fields.excerpt)'"
            try report.note(.ambiguousComma, line: line, column: start, message)
            return false
        }
        if fields.hasCommas {
            try report.note(.commaSeparator, line: line, column: start, "fields are separated by commas")
        }
        if fields.ranges.count < 7 {
            let message = "\(fields.ranges.count) fields where seven belong: '\(fields.excerpt)'"
            try report.note(.missingFields, line: line, column: start, message)
            return false
        }
        return true
    }
}
