import CSimdJSON

/// Bytes as pairs of hexadecimal digits.
enum Hex: Sendable {
    /// The bytes that the digits in a range stand for; nil for an odd number of them or other characters.
    static func decode(_ text: [UInt8], _ range: Range<Int>) -> [UInt8]? {
        guard range.count.isMultiple(of: 2), range.lowerBound >= 0, range.upperBound <= text.count else { return nil }
        let count = range.count / 2
        guard count > 0 else { return [] }
        var isWhole = false
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { output, initialized in
            unsafe text.withUnsafeBufferPointer { text in
                guard let digits = text.baseAddress, let into = output.baseAddress else { return }
                isWhole = unsafe karst_hex_decode(digits + range.lowerBound, count, into)
                initialized = count
            }
        }
        return isWhole ? bytes : nil
    }
}
