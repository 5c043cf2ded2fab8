/// Reads numbers out of a file's bytes, lowest byte first, one after the other and never beyond an end.
struct HDF5Cursor {
    let bytes: [UInt8]
    private(set) var position: Int
    let end: Int

    /// Starts at an offset that may be anything; reading where there is nothing throws.
    init(_ bytes: [UInt8], at position: Int, end: Int? = nil) {
        self.bytes = bytes
        self.position = position
        self.end = min(end ?? bytes.count, bytes.count)
    }

    var left: Int { position >= 0 ? max(end - position, 0) : 0 }

    /// Takes so many bytes.
    mutating func take(_ count: Int) throws(SkeletonError) -> Range<Int> {
        guard count >= 0, count <= left else { throw HDF5Reader.damaged }
        defer { position += count }
        return position..<position + count
    }

    mutating func skip(_ count: Int) throws(SkeletonError) {
        _ = try take(count)
    }

    /// The whole number in up to eight bytes.
    mutating func number(_ width: Int) throws(SkeletonError) -> UInt64 {
        let range = try take(width)
        return bytes[range].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    mutating func byte() throws(SkeletonError) -> Int { Int(try number(1)) }
    mutating func short() throws(SkeletonError) -> Int { Int(try number(2)) }
    mutating func word() throws(SkeletonError) -> Int { Int(try number(4)) }

    /// A size in eight bytes, which no sound file has above 2^63.
    mutating func size() throws(SkeletonError) -> Int {
        guard let size = Int(exactly: try number(8)) else { throw HDF5Reader.damaged }
        return size
    }

    /// An offset in eight bytes, nil for the one that stands for none.
    mutating func address() throws(SkeletonError) -> Int? {
        let address = try number(8)
        if address == .max { return nil }
        guard address < UInt64(bytes.count) else { throw HDF5Reader.damaged }
        return Int(address)
    }

    /// Passes the letters that a structure starts with.
    mutating func expect(_ signature: StaticString) throws(SkeletonError) {
        let found = try take(signature.utf8CodeUnitCount)
        guard bytes[found].elementsEqual(String(describing: signature).utf8) else { throw HDF5Reader.damaged }
    }
}
