#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// How branches begin along the way from the root, as a curve: comparable between neurons.
///
/// After Li and others (2017): a bell curve for each branch around the distance at which it begins, weighted by how far
/// it reaches, all together of area 1.
public struct PersistenceVector: Sendable, Hashable {
    /// The distances at which the curve is sampled.
    public var samples: [Double]
    /// The curve there.
    public var values: [Double]

    /// The curve of some branches.
    ///
    /// - `samples`: Where it is sampled; vectors are comparable that share these.
    /// - `bandwidth`: The width of the bell curves by the spread of the beginnings, weighted likewise.
    /// - `threshold`: Branches that reach less far are left out.
    public init(
        _ pairs: [PersistencePair],
        samples: [Double],
        bandwidth: Double = 0.2,
        threshold: Double = 0
    ) throws(SkeletonError) {
        try Skeleton.check(bandwidth, "the bandwidth", isPositive: true)
        let chosen = pairs.filter { $0.end - $0.start >= threshold }
        let weights = chosen.map { $0.end - $0.start }
        let total = weights.reduce(0, +)
        guard total > 0 else { throw .badOption("there are no branches that reach \(Decimal.shortest(threshold))") }
        let shares = weights.map { $0 / total }
        let mean = zip(shares, chosen).reduce(0) { $0 + $1.0 * $1.1.start }
        let squares = zip(shares, chosen).reduce(0) { $0 + $1.0 * ($1.1.start - mean) * ($1.1.start - mean) }
        // The unbiased estimate for weights.
        let variance = squares / (1 - shares.reduce(0) { $0 + $1 * $1 })
        guard variance > 0, variance.isFinite else {
            throw .badOption("the branches all begin at the same distance, so that there is no curve")
        }
        let width = bandwidth * variance.squareRoot()
        let height = 1 / (width * (2 * Double.pi).squareRoot())
        self.samples = samples
        values = samples.map { sample in
            zip(shares, chosen).reduce(0) { sum, branch in
                let offset = (sample - branch.1.start) / width
                return sum + branch.0 * height * exp(-offset * offset / 2)
            }
        }
    }

    /// So many distances, equally far apart, from the root to a little beyond the last of the branches' beginnings.
    public static func samples(_ count: Int, for pairs: [PersistencePair]) throws(SkeletonError) -> [Double] {
        guard count >= 2, count <= 1_000_000 else {
            throw .badOption("the number of samples must be from 2 to 1000000, got \(count)")
        }
        let last = (pairs.map(\.start).max() ?? 0) * 1.05
        return (0..<count).map { last * Double($0) / Double(count - 1) }
    }

    /// The straight distance to the vector of the same samples.
    public func distance(to other: PersistenceVector) -> Double {
        zip(values, other.values).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
    }
}
