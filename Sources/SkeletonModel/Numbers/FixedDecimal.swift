extension ByteWriter {
    /// A finite number with exactly so many decimals (0…40), halves to even on the exact binary value, as C's `%.3f`.
    mutating func append(_ value: Double, decimals: Int) {
        if value.sign == .minus { append("-") }
        let scale = decimals <= 15 ? FixedDecimal.powers[decimals] : .infinity
        if value.magnitude * scale < 4e15 {
            append(scaled: FixedDecimal.rounded(value.magnitude, times: scale), decimals: decimals)
        } else {
            append(FixedDecimal.digits(of: value.magnitude, decimals: decimals), decimals: decimals)
        }
    }

    private mutating func append(scaled: UInt64, decimals: Int) {
        var digits = ByteWriter(capacity: 20)
        digits.append(magnitude: scaled)
        append(digits.bytes, decimals: decimals)
    }

    private mutating func append(_ digits: [UInt8], decimals: Int) {
        let whole = digits.count - decimals
        if whole <= 0 { append("0") } else { append(digits[..<whole]) }
        guard decimals > 0 else { return }
        append(".")
        append(zeros: -whole)
        append(digits[max(whole, 0)...])
    }
}

/// Decimal digits of a double at a fixed position.
enum FixedDecimal {
    static let powers: [Double] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
    ]

    /// `value` × `scale` rounded to a whole number, halves to even, for products below 2^52.
    ///
    /// The product's rounding error comes exactly from a fused multiply-add, and only matters on a seeming half.
    static func rounded(_ value: Double, times scale: Double) -> UInt64 {
        let product = value * scale
        let error = (-product).addingProduct(value, scale)
        let floor = product.rounded(.down)
        let aboveHalf = (product - floor) - 0.5
        let isUp = aboveHalf > 0 || (aboveHalf == 0 && (error > 0 || (error == 0 && UInt64(floor) & 1 == 1)))
        return UInt64(floor) + (isUp ? 1 : 0)
    }

    /// All digits of `value` × 10^`decimals`, rounded to a whole number, halves to even, of any size.
    static func digits(of value: Double, decimals: Int) -> [UInt8] {
        guard value > 0 else { return [UInt8(ascii: "0")] }
        // value = significand × 2^power, exactly.
        let power = Int(value.exponent) - 52
        let significand = UInt64((value.significand * 0x1p52).rounded())
        var number = BigNatural(significand)
        for _ in 0..<decimals { number.multiply(by: 10) }
        if power >= 0 { number.shiftLeft(power) } else { number.shiftRightRoundingToEven(-power) }
        return number.decimalDigits()
    }
}

/// A natural number of any size, just able to print doubles exactly.
struct BigNatural {
    /// Lowest first, without zeros at the top.
    private var limbs: [UInt32]

    init(_ value: UInt64) {
        limbs = [UInt32(truncatingIfNeeded: value), UInt32(value >> 32)]
        trim()
    }

    private mutating func trim() {
        while limbs.last == 0 { limbs.removeLast() }
    }

    mutating func multiply(by factor: UInt32) {
        var carry: UInt64 = 0
        for index in limbs.indices {
            carry += UInt64(limbs[index]) * UInt64(factor)
            limbs[index] = UInt32(truncatingIfNeeded: carry)
            carry >>= 32
        }
        if carry > 0 { limbs.append(UInt32(carry)) }
    }

    mutating func shiftLeft(_ bits: Int) {
        for _ in 0..<bits % 31 { multiply(by: 2) }
        for _ in 0..<bits / 31 { multiply(by: 1 << 31) }
    }

    mutating func shiftRightRoundingToEven(_ bits: Int) {
        let half = bit(bits - 1)
        let below = (0..<max(bits - 1, 0)).contains { bit($0) }
        let (words, rest) = bits.quotientAndRemainder(dividingBy: 32)
        limbs.removeFirst(min(words, limbs.count))
        for index in limbs.indices {
            let high = index + 1 < limbs.count ? UInt64(limbs[index + 1]) : 0
            limbs[index] = UInt32(truncatingIfNeeded: (high << 32 | UInt64(limbs[index])) >> UInt64(rest))
        }
        trim()
        if half, below || bit(0) { increment() }
    }

    private func bit(_ index: Int) -> Bool {
        let word = index / 32
        return index >= 0 && word < limbs.count && limbs[word] >> UInt32(index % 32) & 1 == 1
    }

    private mutating func increment() {
        for index in limbs.indices {
            limbs[index] &+= 1
            if limbs[index] != 0 { return }
        }
        limbs.append(1)
    }

    /// The digits as ASCII.
    func decimalDigits() -> [UInt8] {
        var rest = self
        var digits: [UInt8] = []
        while !rest.limbs.isEmpty { digits.append(UInt8(ascii: "0") + UInt8(rest.divideByTen())) }
        return digits.isEmpty ? [UInt8(ascii: "0")] : digits.reversed()
    }

    private mutating func divideByTen() -> UInt32 {
        var remainder: UInt64 = 0
        for index in limbs.indices.reversed() {
            let value = remainder << 32 | UInt64(limbs[index])
            limbs[index] = UInt32(value / 10)
            remainder = value % 10
        }
        trim()
        return UInt32(remainder)
    }
}
