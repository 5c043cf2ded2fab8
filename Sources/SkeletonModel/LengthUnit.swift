/// The length that one unit of a skeleton's coordinates stands for.
public enum LengthUnit: Sendable, Hashable {
    case nanometres
    case micrometres
    /// A custom unit of so many nanometres, such as 8 for hemibrain voxels.
    case custom(nanometres: Double)
    /// The source did not say.
    case unknown

    /// How many nanometres one unit is, or nil when that is not known.
    public var inNanometres: Double? {
        switch self {
        case .nanometres: 1
        case .micrometres: 1000
        case .custom(let nanometres): nanometres
        case .unknown: nil
        }
    }
}
