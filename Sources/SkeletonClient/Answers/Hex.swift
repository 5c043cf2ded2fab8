/// Bytes as pairs of hexadecimal digits.
enum Hex: Sendable {
    /// The value of each character, 255 for what is no digit.
    private static let values: [UInt8] = (0...255).map { code in
        switch UInt8(code) {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt8(code) - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt8(code) - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt8(code) - UInt8(ascii: "A") + 10
        default: 255
        }
    }

    /// The bytes that the digits in a range stand for; nil for an odd number of them or other characters.
    static func decode(_ text: [UInt8], _ range: Range<Int>) -> [UInt8]? {
        guard range.count.isMultiple(of: 2), range.lowerBound >= 0, range.upperBound <= text.count else { return nil }
        let count = range.count / 2
        var wrong: UInt8 = 0
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { output, initialized in
            unsafe text.withUnsafeBufferPointer { text in
                unsafe values.withUnsafeBufferPointer { values in
                    var place = range.lowerBound
                    for index in 0..<count {
                        let high = unsafe values[Int(text[place])]
                        let low = unsafe values[Int(text[place + 1])]
                        wrong |= high | low
                        unsafe output[index] = high << 4 | low & 15
                        place += 2
                    }
                }
            }
            initialized = count
        }
        // A digit has none of the upper bits.
        return wrong & 0xF0 == 0 ? bytes : nil
    }
}
