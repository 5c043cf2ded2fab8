/// The shortest decimal digits that read back to the same double: 0.d₁d₂d₃… × 10^`exponent`.
struct ShortestDecimal {
    /// The significant digits as ASCII, without zeros at either end; one zero for 0.
    private(set) var digits: [UInt8]
    /// The power of ten of the digit before the first one.
    private(set) var exponent: Int
    let isNegative: Bool

    /// The digits of a finite value.
    init(_ value: Double) {
        isNegative = value.sign == .minus
        digits = []
        exponent = 0
        read(value.magnitude.description.utf8)
        trim()
    }

    // Swift's own text is shortest too; only where it puts the point differs from what other formats want.
    private mutating func read(_ text: some Sequence<UInt8>) {
        var power = 0
        var powerIsNegative = false
        var (seenPoint, inExponent) = (false, false)
        for byte in text {
            switch byte {
            case UInt8(ascii: "."): seenPoint = true
            case UInt8(ascii: "e"): inExponent = true
            case UInt8(ascii: "+"): break
            case UInt8(ascii: "-"): powerIsNegative = true
            default:
                if inExponent {
                    power = power * 10 + Int(byte - UInt8(ascii: "0"))
                } else {
                    digits.append(byte)
                    if !seenPoint { exponent += 1 }
                }
            }
        }
        exponent += powerIsNegative ? -power : power
    }

    private mutating func trim() {
        while digits.count > 1, digits.last == UInt8(ascii: "0") { digits.removeLast() }
        let leading = digits.prefix { $0 == UInt8(ascii: "0") }.count
        guard leading < digits.count else {
            exponent = 1
            return
        }
        digits.removeFirst(leading)
        exponent -= leading
    }
}

extension ByteWriter {
    /// A number as Python's `repr` writes it: always with a point or an exponent; `null` when it is not finite.
    package mutating func append(pythonNumber value: Double) {
        guard value.isFinite else { return append("null") }
        if append(smallDecimal: value) {
            // The quick way leaves whole numbers bare.
            if value == value.rounded(.towardZero) { append(".0") }
            return
        }
        if append(plainDecimal: value) { return }
        let decimal = ShortestDecimal(value)
        if decimal.isNegative { append("-") }
        if decimal.exponent > 16 || decimal.exponent < -3 {
            append(scientific: decimal, padding: 2, plus: true)
        } else {
            append(positional: decimal)
            if decimal.exponent >= decimal.digits.count { append(".0") }
        }
    }

    /// A finite number in its shortest form: whole numbers bare, `-0` for minus zero, positional from 1e-7 up to 1e21.
    mutating func append(shortest value: Double) {
        if append(smallDecimal: value) || append(plainDecimal: value) { return }
        let decimal = ShortestDecimal(value)
        if decimal.isNegative { append("-") }
        if value != 0, decimal.exponent > 21 || decimal.exponent < -6 {
            append(scientific: decimal, padding: 1, plus: false)
        } else {
            append(positional: decimal)
        }
    }

    // Coordinates rarely have more than three decimals. A value equal to a whole number of thousandths below 10^15 has
    // no shorter form than these digits, as decimals of up to 15 digits and doubles correspond one to one.
    private mutating func append(smallDecimal value: Double) -> Bool {
        let scaled = (value * 1000).rounded()
        guard scaled.magnitude < 1e15, scaled / 1000 == value, value != 0 else { return false }
        let thousandths = UInt64(scaled.magnitude)
        if value < 0 { append("-") }
        append(magnitude: thousandths / 1000)
        let fraction = thousandths % 1000
        guard fraction > 0 else { return true }
        append(".")
        append(byte: UInt8(ascii: "0") + UInt8(fraction / 100))
        if fraction % 100 > 0 { append(byte: UInt8(ascii: "0") + UInt8(fraction / 10 % 10)) }
        if fraction % 10 > 0 { append(byte: UInt8(ascii: "0") + UInt8(fraction % 10)) }
        return true
    }

    // Where Swift's own text has no exponent it is the one that is wanted, but for whole numbers.
    private mutating func append(plainDecimal value: Double) -> Bool {
        guard (1e-3..<1e15).contains(value.magnitude), value != value.rounded(.towardZero) else { return false }
        append(value.description.utf8)
        return true
    }

    private mutating func append(positional decimal: ShortestDecimal) {
        let (digits, exponent) = (decimal.digits, decimal.exponent)
        if exponent <= 0 {
            append("0.")
            append(zeros: -exponent)
            append(digits)
        } else if exponent >= digits.count {
            append(digits)
            append(zeros: exponent - digits.count)
        } else {
            append(digits[..<exponent])
            append(".")
            append(digits[exponent...])
        }
    }

    private mutating func append(scientific decimal: ShortestDecimal, padding: Int, plus: Bool) {
        append(decimal.digits[..<1])
        if decimal.digits.count > 1 {
            append(".")
            append(decimal.digits[1...])
        }
        let power = decimal.exponent - 1
        append("e")
        if power < 0 { append("-") } else if plus { append("+") }
        if power.magnitude < 10, padding == 2 { append("0") }
        append(magnitude: UInt64(power.magnitude))
    }
}
