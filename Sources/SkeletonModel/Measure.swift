/// One number that tells something about a skeleton.
public struct Measure: Sendable {
    /// The name in Lua, tables and files.
    public let name: String
    /// What it is, in one line.
    public let summary: String
    /// What it is counted in.
    public let unit: Unit
    /// The number, nil where it is not defined, as a mean over nothing.
    public let function: @Sendable (Skeleton) -> Double?

    init(name: String, summary: String, unit: Unit, function: @escaping @Sendable (Skeleton) -> Double?) {
        self.name = name
        self.summary = summary
        self.unit = unit
        self.function = function
    }

    /// What a measure is counted in; lengths are in the skeleton's unit.
    public enum Unit: String, Sendable, Hashable {
        case count
        case length
        case area
        case volume
        case radians
        case ratio
    }

    /// All measures.
    public static let all: [Measure] = [
        .nodes, .edges, .roots, .tips, .isolated, .branchPoints, .branchPointsExcludingRoots, .maxChildren,
        .zeroLengthEdges, .cableLength, .neuriteLengthWithoutSomaLinks, .extentX, .extentY, .extentZ,
        .pathDistanceToRootMax, .pathDistanceToRootMean, .pathDistanceToRootTipSum, .euclidDistanceToRootMax, .diameter,
        .frustaAreaAllEdges, .frustaAreaWithoutSomaLinks, .frustaVolumeAllEdges, .frustaVolumeWithoutSomaLinks,
        .strahlerMax, .branchOrderMax, .sections, .sectionLengthMax, .sectionLengthMean, .sectionTortuosityMean,
        .longSegmentsCount, .bifurcationsForAsymmetry, .partitionAsymmetryMean, .localBifurcationAngleMean,
        .remoteBifurcationAngleMean,
        .taperBurkeMean, .taperHillmanMean, .contractionMean, .fragmentationMean, .daughterRatioMean,
        .parentDaughterRatioMean,
        .rallPowerMean, .rallRatioMean, .pk2Mean, .helixMean, .somaRadius, .somaSurface, .euclidDistanceToSomaMax,
    ]

    /// The measure of a name, nil when there is none.
    public static func named(_ name: String) -> Measure? {
        all.first { $0.name == name }
    }
}
