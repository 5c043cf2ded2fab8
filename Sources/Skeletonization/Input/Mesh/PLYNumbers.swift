/// Binary numbers one after the other, in either byte order.
struct PLYNumbers {
    let bytes: [UInt8]
    private(set) var position: Int
    private let isBigEndian: Bool

    init(bytes: [UInt8], position: Int, isBigEndian: Bool) {
        (self.bytes, self.position, self.isBigEndian) = (bytes, position, isBigEndian)
    }

    /// Whether so many numbers are left.
    func holds(_ count: Int, _ scalar: PLYHeader.Scalar) -> Bool { count <= (bytes.count - position) / scalar.size }

    /// The next number; the caller knows that there is one.
    mutating func next(_ scalar: PLYHeader.Scalar) -> Double {
        switch scalar {
        case .int8: Double(Int8(truncatingIfNeeded: bits(1)))
        case .uint8: Double(bits(1))
        case .int16: Double(Int16(truncatingIfNeeded: bits(2)))
        case .uint16: Double(bits(2))
        case .int32: Double(Int32(truncatingIfNeeded: bits(4)))
        case .uint32: Double(bits(4))
        case .float: Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits(4))))
        case .double: Double(bitPattern: bits(8))
        }
    }

    /// Passes over one element.
    mutating func skip(_ element: PLYHeader.Element) throws(MeshFault) {
        for property in element.properties {
            var count = 1
            if let listCount = property.listCount {
                guard holds(1, listCount) else { throw .endsEarly(element: element.name, count: element.count) }
                count = Int(exactly: next(listCount)) ?? -1
            }
            guard count >= 0, holds(count, property.scalar) else {
                throw .endsEarly(element: element.name, count: element.count)
            }
            position += count * property.scalar.size
        }
    }

    private mutating func bits(_ size: Int) -> UInt64 {
        var value: UInt64 = 0
        for offset in 0..<size {
            let byte = UInt64(bytes[position + offset])
            value = isBigEndian ? value << 8 | byte : value | byte << (8 * UInt64(offset))
        }
        position += size
        return value
    }
}
