import SkeletonModel

/// The random stream of synthetic neurons: the same on every platform, and easy to write in any language.
struct SplitMix64: Sendable {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// A number from 0 up to, but not including, 1.
    mutating func uniform() -> Double {
        Double(next() >> 11) * (1.0 / 9_007_199_254_740_992.0)
    }

    /// A direction, evenly distributed.
    mutating func unitVector() -> Point3 {
        while true {
            let x = 2.0 * uniform() - 1.0
            let y = 2.0 * uniform() - 1.0
            let z = 2.0 * uniform() - 1.0
            let square = x * x + y * y + z * z
            guard square > 1e-4, square <= 1.0 else { continue }
            let scale = 1.0 / square.squareRoot()
            return Point3(x * scale, y * scale, z * scale)
        }
    }
}

extension Point3 {
    /// The vector of length 1 in the same direction; sums run from left to right, so every platform agrees.
    func normalised() -> Point3 {
        let scale = 1.0 / (x * x + y * y + z * z).squareRoot()
        return Point3(x * scale, y * scale, z * scale)
    }

    func dot(_ other: Point3) -> Double { x * other.x + y * other.y + z * other.z }

    /// The same computation for each axis.
    func map(_ transform: (Double) -> Double) -> Point3 { Point3(transform(x), transform(y), transform(z)) }

    /// Axis 0, 1 or 2.
    subscript(axis: Int) -> Double {
        get { axis == 0 ? x : axis == 1 ? y : z }
        set {
            switch axis {
            case 0: x = newValue
            case 1: y = newValue
            default: z = newValue
            }
        }
    }
}
