/// SWC text: one row per node with id, type, x, y, z, radius and the parent's id.
public enum SWC: Sendable {
    /// How much a reader puts up with.
    public enum Mode: String, Sendable, Hashable, CaseIterable {
        /// Everything that has one sensible reading, telling what was odd.
        case lenient
        /// What the description of SWC allows, plus tabs, CR LF, comments after rows, id 0 and several roots.
        case strict
    }

    /// How a text is read.
    public struct ReadOptions: Sendable, Hashable {
        /// What is put up with.
        public var mode: Mode
        /// The unit of the numbers; nil to take what the header says, else unknown.
        public var unit: LengthUnit?
        /// The most bytes a text in gzip may grow to.
        public var limit: Int
        /// Whether the text is one that the service sends: in micrometres, ids from 0.
        public var isFromService: Bool
        /// Whether fields beyond the seventh become columns `extra1`, `extra2`, … of numbers.
        ///
        /// Where a row has none, or no number, they are NaN.
        public var keepsExtraFields: Bool

        /// Lenient, with the unit that the header says, up to 4 GiB.
        public init(
            mode: Mode = .lenient,
            unit: LengthUnit? = nil,
            limit: Int = 4 << 30,
            isFromService: Bool = false,
            keepsExtraFields: Bool = false
        ) {
            self.mode = mode
            self.unit = unit
            self.limit = limit
            self.isFromService = isFromService
            self.keepsExtraFields = keepsExtraFields
        }
    }

    /// How a text is written.
    public struct WriteOptions: Sendable, Hashable {
        /// Header lines without their `#`; nil for those of the skeleton.
        public var header: [[UInt8]]?
        /// Whether to add a `# Meta:` line; nil for: when the skeleton comes from a service and has no such line.
        public var metadata: Bool?
        /// Whether to add a line with the names of the columns.
        public var columns: Bool
        /// The first of consecutive ids; nil to keep the ids.
        public var renumberFrom: Int64?
        /// How many decimals (0…40) numbers get; nil for the shortest text that reads back to the same value.
        public var decimals: Int?
        /// The unit to write in; nil for micrometres when the skeleton comes from a service, else its own.
        public var unit: LengthUnit?

        /// The skeleton as it is, with numbers in their shortest form.
        public init(
            header: [[UInt8]]? = nil,
            metadata: Bool? = nil,
            columns: Bool = false,
            renumberFrom: Int64? = nil,
            decimals: Int? = nil,
            unit: LengthUnit? = nil
        ) {
            self.header = header
            self.metadata = metadata
            self.columns = columns
            self.renumberFrom = renumberFrom
            self.decimals = decimals
            self.unit = unit
        }
    }
}

extension SkeletonFormat {
    /// SWC text.
    public static let swc = SkeletonFormat(
        name: "swc",
        summary: "SWC text; in the skeleton's own unit, or in micrometres when it comes from a service.",
        extensions: ["swc"],
        recognises: { bytes in !bytes.prefix(4096).contains(0) || [0xFE, 0xFF].contains(bytes.first) },
        read: { bytes throws(SkeletonError) in try SWC.parse(bytes) },
        write: { skeleton throws(SkeletonError) in try SWC.text(skeleton) }
    )
}
