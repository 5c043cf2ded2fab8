/// The seven values of a row that needs a closer look, one after the other.
@safe
struct SWCFieldReader {
    private let bytes: UnsafeBufferPointer<UInt8>
    private let fields: [Range<Int>]
    private let line: Int
    private let lineStart: Int
    private var next = 0

    init(bytes: UnsafeBufferPointer<UInt8>, fields: [Range<Int>], line: Int, lineStart: Int) {
        unsafe self.bytes = bytes
        (self.fields, self.line, self.lineStart) = (fields, line, lineStart)
    }

    private var column: Int { fields[next - 1].lowerBound - lineStart + 1 }
    private var text: String { unsafe SWCFields.text(bytes, fields[next - 1]) }

    private mutating func scanner() -> NumberScanner {
        next += 1
        return unsafe NumberScanner(bytes, fields[next - 1])
    }

    mutating func id(_ report: inout SWCReport) throws(SkeletonError) -> Int64? {
        guard let id = try integer("id", .floatID, &report) else { return nil }
        guard id >= 0 else {
            try report.note(.negativeID, line: line, column: column, "the id \(id) is negative")
            return nil
        }
        return id
    }

    mutating func type(_ report: inout SWCReport) throws(SkeletonError) -> Int32? {
        guard let wide = try integer("type", .floatType, &report) else { return nil }
        guard let type = Int32(exactly: wide) else {
            try report.note(.integerOverflow, line: line, column: column, "the type \(wide) is out of range")
            return nil
        }
        if type < 0 { try report.note(.negativeType, line: line, column: column, "the type \(type) is negative") }
        return type
    }

    mutating func parent(_ report: inout SWCReport) throws(SkeletonError) -> Int64? {
        try integer("parent", .floatID, &report)
    }

    mutating func coordinate(_ name: String, _ report: inout SWCReport) throws(SkeletonError) -> Double? {
        switch number() {
        case .finite(let value): return value
        case .notFinite, .missing(word: "nan"), .missing(word: "inf"), .missing(word: "infinity"):
            try report.note(.nonfiniteCoordinate, line: line, column: column, "\(name) is not finite: '\(text)'")
        case .missing, .nothing:
            try report.note(.badFloat, line: line, column: column, "\(name) is not a number: '\(text)'")
        }
        return nil
    }

    mutating func radius(_ report: inout SWCReport) throws(SkeletonError) -> Double? {
        switch number() {
        case .finite(let value):
            if value < 0 {
                try report.note(.negativeRadius, line: line, column: column, "the radius \(text) is negative")
            }
            return value
        case .notFinite, .missing:
            try report.note(
                .nonfiniteRadius,
                line: line,
                column: column,
                "the radius '\(text)' is not finite; 0 was stored"
            )
            return 0
        case .nothing:
            try report.note(.badFloat, line: line, column: column, "the radius is not a number: '\(text)'")
            return nil
        }
    }

    /// The numbers in the fields that were not read yet, NaN for what is none.
    mutating func rest() -> [Double] {
        var values: [Double] = []
        while next < fields.count {
            if case .finite(let value) = number() { values.append(value) } else { values.append(.nan) }
        }
        return values
    }

    private enum Number {
        case finite(Double)
        /// Digits that stand for more than a double can hold.
        case notFinite
        /// A word, in small letters and without sign, by which programs say that there is no number.
        case missing(word: String)
        case nothing
    }

    private mutating func number() -> Number {
        var scanner = scanner()
        switch scanner.decimal() {
        case .number(let value) where scanner.isAtEnd: return .finite(value)
        case .overflow where scanner.isAtEnd: return .notFinite
        default: break
        }
        var word = Substring(text.lowercased())
        if word.first == "-" || word.first == "+" { word.removeFirst() }
        let missing = ["nan", "inf", "infinity", "na", "n/a", "none", "null"]
        return missing.contains(String(word)) ? .missing(word: String(word)) : .nothing
    }

    private mutating func integer(
        _ name: String,
        _ floatCode: SkeletonDiagnostic.Code,
        _ report: inout SWCReport
    ) throws(SkeletonError) -> Int64? {
        var scanner = scanner()
        let start = scanner
        switch scanner.integer() {
        case .number(let value) where scanner.isAtEnd: return value
        case .overflow where scanner.isAtEnd: return try overflow(name, &report)
        default: break
        }
        scanner = start
        let found = scanner.decimal()
        guard scanner.isAtEnd, found != .nothing else { return try notInteger(name, &report) }
        guard case .number(let value) = found else { return try overflow(name, &report) }
        guard value == value.rounded(.towardZero) else { return try notInteger(name, &report) }
        guard value.magnitude <= 0x1p53 else { return try overflow(name, &report) }
        try report.note(floatCode, line: line, column: column, "the \(name) is written as a decimal: '\(text)'")
        return Int64(value)
    }

    private func overflow(_ name: String, _ report: inout SWCReport) throws(SkeletonError) -> Int64? {
        try report.note(.integerOverflow, line: line, column: column, "the \(name) is out of range: '\(text)'")
        return nil
    }

    private func notInteger(_ name: String, _ report: inout SWCReport) throws(SkeletonError) -> Int64? {
        try report.note(.badInteger, line: line, column: column, "the \(name) is not an integer: '\(text)'")
        return nil
    }
}
