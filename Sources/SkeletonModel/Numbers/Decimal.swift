import CSimdJSON

/// Decimal text and doubles, exactly, whatever the locale.
package enum Decimal {
    /// The number that a text is, nil when it is none.
    static func double(_ text: some StringProtocol) -> Double? {
        let bytes = Array(text.utf8)
        return double(bytes, bytes.indices)
    }

    /// The number that a piece of a text is, nil when it is none.
    package static func double(_ bytes: [UInt8], _ range: Range<Int>) -> Double? {
        unsafe bytes.withUnsafeBufferPointer { buffer -> Double? in
            var scanner = unsafe NumberScanner(buffer, range)
            guard case .number(let value) = scanner.decimal(), scanner.isAtEnd else { return nil }
            return value
        }
    }

    /// The integer that a piece of a text is, nil when it is none.
    package static func integer(_ bytes: [UInt8], _ range: Range<Int>) -> Int64? {
        unsafe bytes.withUnsafeBufferPointer { buffer -> Int64? in
            var scanner = unsafe NumberScanner(buffer, range)
            guard case .number(let value) = scanner.integer(), scanner.isAtEnd else { return nil }
            return value
        }
    }

    /// The shortest text that reads back to the same value.
    static func shortest(_ value: Double) -> String {
        var writer = ByteWriter()
        writer.append(shortest: value)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// A value with so many decimals.
    static func fixed(_ value: Double, decimals: Int) -> String {
        var writer = ByteWriter()
        writer.append(value, decimals: decimals)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
