/// Text under construction, as bytes.
package struct ByteWriter {
    package private(set) var bytes: [UInt8] = []

    package init(capacity: Int = 0) {
        bytes.reserveCapacity(capacity)
    }

    @inline(__always)
    mutating func append(byte: UInt8) {
        bytes.append(byte)
    }

    package mutating func append(_ text: StaticString) {
        unsafe bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    package mutating func append(text: some StringProtocol) {
        bytes.append(contentsOf: text.utf8)
    }

    mutating func append(_ other: some Sequence<UInt8>) {
        bytes.append(contentsOf: other)
    }

    /// A value's bytes, lowest first.
    mutating func append(littleEndian value: UInt32) {
        for shift in stride(from: UInt32(0), to: 32, by: 8) { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
    }

    package mutating func append(integer value: Int64) {
        if value < 0 { bytes.append(UInt8(ascii: "-")) }
        append(magnitude: value.magnitude)
    }

    mutating func append(magnitude: UInt64) {
        var digits: InlineArray<20, UInt8> = InlineArray(repeating: 0)
        var rest = magnitude
        var start = 20
        repeat {
            let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
            start -= 1
            digits[start] = UInt8(ascii: "0") + UInt8(digit)
            rest = quotient
        } while rest > 0
        for index in start..<20 { bytes.append(digits[index]) }
    }

    mutating func append(zeros count: Int) {
        for _ in 0..<max(count, 0) { bytes.append(UInt8(ascii: "0")) }
    }
}
