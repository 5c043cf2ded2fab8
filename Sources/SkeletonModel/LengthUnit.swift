/// The length that one unit of a skeleton's coordinates stands for.
public enum LengthUnit: Sendable, Hashable, CustomStringConvertible {
    case nanometres
    case micrometres
    /// A custom unit of so many nanometres, such as 8 for hemibrain voxels.
    case custom(nanometres: Double)
    /// The source did not say.
    case unknown

    /// The unit of so many nanometres; nil unless that is a positive number.
    public init?(nanometres: Double) {
        switch nanometres {
        case 1: self = .nanometres
        case 1000: self = .micrometres
        case let length where length > 0 && length.isFinite: self = .custom(nanometres: length)
        default: return nil
        }
    }

    /// The unit that a text names, nil when it names none.
    ///
    /// Such as `nm`, `um`, `µm`, `micron`, `mm`, `1 nanometer`, `8 nanometer`, `unknown`.
    public init?(_ text: String) {
        let words = text.lowercased().split { $0 == " " || $0 == "\t" }
        guard let name = words.last, words.count <= 2 else { return nil }
        if words.count == 1, name == "unknown" {
            self = .unknown
            return
        }
        let count = words.count == 2 ? Decimal.double(words[0]) : 1
        guard let count, let base = LengthUnit.nanometres(name: name) else { return nil }
        self.init(nanometres: count * base)
    }

    private static func nanometres(name: some StringProtocol) -> Double? {
        switch name {
        case "nm", "nanometer", "nanometers", "nanometre", "nanometres": 1
        case "um", "µm", "μm", "micron", "microns", "micrometer", "micrometers", "micrometre", "micrometres": 1000
        case "mm", "millimeter", "millimeters", "millimetre", "millimetres": 1_000_000
        default: nil
        }
    }

    /// How many nanometres one unit is, or nil when that is not known.
    public var inNanometres: Double? {
        switch self {
        case .nanometres: 1
        case .micrometres: 1000
        case .custom(let nanometres): nanometres
        case .unknown: nil
        }
    }

    /// `nm`, `um`, `8 nm`, `unknown`: what `init(_:)` reads.
    public var description: String {
        switch self {
        case .nanometres: "nm"
        case .micrometres: "um"
        case .custom(let nanometres): "\(Decimal.shortest(nanometres)) nm"
        case .unknown: "unknown"
        }
    }
}
