/// Something odd in a source that was read all the same, or the reason why it was not.
public struct SkeletonDiagnostic: Sendable, Hashable, CustomStringConvertible {
    /// What kind of oddity it is.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        case bom
        case bareCR = "bare-cr"
        case extraCR = "extra-cr"
        case commaSeparator = "comma-separator"
        case textHeader = "text-header"
        case extraFields = "extra-fields"
        case floatID = "float-id"
        case floatType = "float-type"
        case missingParent = "missing-parent"
        case selfParent = "self-parent"
        case negativeParent = "negative-parent"
        case negativeRadius = "negative-radius"
        case nonfiniteRadius = "nonfinite-radius"
        case negativeType = "negative-type"
        case forwardParent = "forward-parent"
        case idsNotSequential = "ids-not-sequential"
        case zeroID = "zero-id"
        case zeroRadius = "zero-radius"
        case multipleRoots = "multiple-roots"
        case missingFields = "missing-fields"
        case badInteger = "bad-integer"
        case badFloat = "bad-float"
        case integerOverflow = "integer-overflow"
        case negativeID = "negative-id"
        case duplicateID = "duplicate-id"
        case cycle
        case nonfiniteCoordinate = "nonfinite-coordinate"
        case ambiguousComma = "ambiguous-comma"
        case noSamples = "no-samples"
        case notText = "not-text"
        case unsupportedEncoding = "unsupported-encoding"
        case badGzip = "bad-gzip"
        case badSynapse = "bad-synapse"
        case trailingBytes = "trailing-bytes"
        case duplicateEdgeDropped = "duplicate-edge-dropped"
        case selfEdgeDropped = "self-edge-dropped"
        case cycleEdgeDropped = "cycle-edge-dropped"
    }

    /// How bad it is.
    public enum Severity: String, Sendable, Hashable, CaseIterable {
        /// Worth knowing, and often as it should be.
        case note
        /// The data were usable.
        case warning
        /// There is no one sensible reading, or the mode does not allow this one.
        case error
    }

    /// What kind of oddity it is.
    public var code: Code
    /// How bad it is.
    public var severity: Severity
    /// The line in the source from 1, 0 for the whole of it.
    public var line: Int
    /// The first byte of the field within its line from 1, 0 where no single field is meant.
    public var column: Int
    /// What was found, without its place.
    public var message: String
    /// How often it was found, where only the first place is told.
    public var count: Int

    /// A finding at a place.
    public init(
        _ code: Code,
        _ severity: Severity,
        line: Int = 0,
        column: Int = 0,
        _ message: String,
        count: Int = 1
    ) {
        self.code = code
        self.severity = severity
        self.line = line
        self.column = column
        self.message = message
        self.count = count
    }

    /// The sentence people read, with its place.
    public var description: String {
        let times = count > 1 ? " (\(count) times)" : ""
        return switch (line, column) {
        case (0, _): message + times
        case (_, 0): "line \(line): \(message)\(times)"
        default: "line \(line), column \(column): \(message)\(times)"
        }
    }

    /// Line and column, for error details.
    var place: [String: JSONValue] {
        ["line": .integer(Int64(line)), "column": .integer(Int64(column))]
    }
}
