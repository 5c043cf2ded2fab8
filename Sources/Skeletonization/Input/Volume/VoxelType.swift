/// How a label is written in a file.
struct VoxelType: Sendable, Hashable {
    /// 1, 2, 4 or 8 bytes.
    var size: Int
    var isSigned = false
    var isBigEndian = false

    /// A name such as `uint32`, of those that hold labels.
    init?(name: String) {
        switch name {
        case "bool": self.init(size: 1)
        case "uint8", "uint16", "uint32", "uint64": self.init(size: (Int(name.dropFirst(4)) ?? 0) / 8)
        case "int8", "int16", "int32", "int64": self.init(size: (Int(name.dropFirst(3)) ?? 0) / 8, isSigned: true)
        default: return nil
        }
    }

    /// A type such as `<u4`, as numpy has it.
    init?(numpy: String) {
        let letters = Array(numpy)
        guard letters.count == 3, "<>|=".contains(letters[0]), "uib".contains(letters[1]),
            let size = letters[2].wholeNumberValue, [1, 2, 4, 8].contains(size)
        else { return nil }
        if letters[1] == "b", size != 1 { return nil }
        if size > 1, !"<>".contains(letters[0]) { return nil }
        self.init(size: size, isSigned: letters[1] == "i", isBigEndian: letters[0] == ">")
    }

    private init(size: Int, isSigned: Bool = false, isBigEndian: Bool = false) {
        (self.size, self.isSigned, self.isBigEndian) = (size, isSigned, isBigEndian)
    }

    /// The label at a byte; a negative one becomes one that is out of range.
    @inline(__always)
    func label(_ bytes: borrowing [UInt8], at start: Int) -> UInt64 {
        if size == 1, !isSigned { return UInt64(bytes[start]) }
        var value: UInt64 = 0
        for offset in 0..<size {
            let byte = UInt64(bytes[start + offset])
            value = isBigEndian ? value << 8 | byte : value | byte << (8 * UInt64(offset))
        }
        guard isSigned else { return value }
        let unused = 64 - 8 * UInt64(size)
        return UInt64(bitPattern: Int64(bitPattern: value << unused) >> Int64(unused))
    }
}
