#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

extension Measure {
    static let rallPowerMean = Measure(
        name: "rall_power_mean",
        summary:
            "The mean over forks in two, roots left out, of the power n from 0 to 5 with r^n = a^n + b^n, where there is one.",
        unit: .ratio
    ) { skeleton in
        skeleton.meanOfForks(rallPower)
    }
}

/// Where both children are thinner than the fork, r^n outgrows a^n + b^n for one n, which halving finds.
@Sendable
private func rallPower(_ r: Double, _ a: Double, _ b: Double) -> Double? {
    func excess(_ power: Double) -> Double { pow(a / r, power) + pow(b / r, power) - 1 }
    guard max(a, b) < r, excess(5) <= 0 else { return nil }
    var (low, high) = (0.0, 5.0)
    for _ in 0..<60 {
        let middle = (low + high) / 2
        if excess(middle) > 0 { low = middle } else { high = middle }
    }
    return (low + high) / 2
}
