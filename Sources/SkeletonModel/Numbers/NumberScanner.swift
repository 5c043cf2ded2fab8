import CSimdJSON

/// Numbers from bytes: no locale, no hexadecimal, no copies.
@safe
struct NumberScanner {
    /// What stands at the scanner's place.
    enum Found<Value: Equatable>: Equatable {
        case number(Value)
        /// A number outside the type.
        case overflow
        case nothing
    }

    private let bytes: UnsafeBufferPointer<UInt8>
    /// How far it has read.
    var position: Int
    private let end: Int

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        unsafe self.init(bytes, 0..<bytes.count)
    }

    init(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
        unsafe self.bytes = bytes
        position = range.lowerBound
        end = range.upperBound
    }

    var isAtEnd: Bool { position == end }

    @inline(__always)
    private var byte: UInt8 {
        position < end ? unsafe bytes[position] : 0
    }

    /// Reads `["+"|"-"] digit+`.
    @inline(__always)
    mutating func integer() -> Found<Int64> {
        let isNegative = sign()
        let start = position
        var magnitude: UInt64 = 0
        while true {
            let digit = byte &- UInt8(ascii: "0")
            if digit > 9 { break }
            magnitude = magnitude &* 10 &+ UInt64(digit)
            position += 1
        }
        if position - start <= 18 {
            return position == start ? .nothing : .number(isNegative ? -Int64(magnitude) : Int64(magnitude))
        }
        return longInteger(start, isNegative)
    }

    private func longInteger(_ start: Int, _ isNegative: Bool) -> Found<Int64> {
        var value: Int64 = 0
        for index in start..<position {
            let digit = Int64(unsafe bytes[index] - UInt8(ascii: "0"))
            let (tenfold, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, overflow2) = tenfold.addingReportingOverflow(isNegative ? -digit : digit)
            if overflow || overflow2 { return .overflow }
            value = sum
        }
        return .number(value)
    }

    /// Reads `["+"|"-"] (digit+ ["." digit*] | "." digit+) [("e"|"E") ["+"|"-"] digit+]`, correctly rounded.
    ///
    /// Too small a number is zero; too large a one is an overflow.
    @inline(__always)
    mutating func decimal() -> Found<Double> {
        let isNegative = sign()
        let start = position
        var mantissa: UInt64 = 0
        digits(into: &mantissa)
        var digitCount = position - start
        var exponent = 0
        if byte == UInt8(ascii: ".") {
            position += 1
            let fraction = position
            digits(into: &mantissa)
            exponent = fraction - position
            digitCount -= exponent
        }
        if digitCount == 0 { return .nothing }
        if byte | 0x20 == UInt8(ascii: "e") { exponent += power() }
        // Both operands are exact doubles, so that the one operation is correctly rounded.
        if digitCount <= 19, mantissa <= 1 << 53, exponent >= -22, exponent <= 22 {
            let value =
                exponent < 0
                ? Double(mantissa) / NumberScanner.powers[-exponent] : Double(mantissa) * NumberScanner.powers[exponent]
            return .number(isNegative ? -value : value)
        }
        return longDecimal(start, isNegative)
    }

    private func longDecimal(_ start: Int, _ isNegative: Bool) -> Found<Double> {
        let text = unsafe UnsafeBufferPointer(rebasing: bytes[start..<position])
        let value = unsafe karst_decimal_to_double(text.baseAddress, text.count)
        return value.isFinite ? .number(isNegative ? -value : value) : .overflow
    }

    @inline(__always)
    private mutating func sign() -> Bool {
        let byte = byte
        if byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+") { position += 1 }
        return byte == UInt8(ascii: "-")
    }

    @inline(__always)
    private mutating func digits(into mantissa: inout UInt64) {
        while true {
            let digit = byte &- UInt8(ascii: "0")
            if digit > 9 { return }
            mantissa = mantissa &* 10 &+ UInt64(digit)
            position += 1
        }
    }

    /// The power of ten after a mantissa; 0, and nothing consumed, when what follows is none.
    private mutating func power() -> Int {
        let start = position
        position += 1
        let isNegative = sign()
        let first = position
        var value = 0
        while true {
            let digit = byte &- UInt8(ascii: "0")
            if digit > 9 { break }
            // Far beyond any double already: the rest of the digits changes nothing.
            if value < 100_000 { value = value * 10 + Int(digit) }
            position += 1
        }
        if position == first {
            position = start
            return 0
        }
        return isNegative ? -value : value
    }

    private static let powers: [Double] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22,
    ]
}
