#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

extension Measure {
    static let rallRatioMean = Measure(
        name: "rall_ratio_mean",
        summary:
            "The mean over forks in two, roots left out, of (a^1.5 + b^1.5) / r^1.5 with the radii r of the fork, a and b of its children.",
        unit: .ratio
    ) { skeleton in
        skeleton.meanOfForks { (pow($1, 1.5) + pow($2, 1.5)) / pow($0, 1.5) }
    }
}
