/// What was done to each chunk of a table before it was stored.
enum HDF5Filter {
    case deflate
    case shuffle

    /// The filters of a table in the order in which they were used.
    static func list(_ cursor: inout HDF5Cursor, _ name: String) throws(SkeletonError) -> [HDF5Filter] {
        let (version, count) = (try cursor.byte(), try cursor.byte())
        guard version == 1 || version == 2 else { throw HDF5Reader.unsupported("version \(version) of a filter list") }
        if version == 1 { try cursor.skip(6) }
        var filters: [HDF5Filter] = []
        for _ in 0..<count {
            let id = try cursor.short()
            let nameLength = version == 1 || id >= 256 ? try cursor.short() : 0
            try cursor.skip(2)
            let values = try cursor.short()
            try cursor.skip(nameLength + values * 4 + (version == 1 && values % 2 == 1 ? 4 : 0))
            filters.append(try filter(id, name))
        }
        return filters
    }

    private static func filter(_ id: Int, _ name: String) throws(SkeletonError) -> HDF5Filter {
        switch id {
        case 1: return .deflate
        case 2: return .shuffle
        default:
            let known = [3: "fletcher32", 4: "szip", 5: "nbit", 6: "scaleoffset", 32000: "lzf"]
            throw HDF5Reader.unsupported("the filter \(known[id] ?? String(id)) (\(name))")
        }
    }

    /// The bytes before they were filtered; nil when they are damaged.
    func undo(_ bytes: [UInt8], size: Int, elementSize: Int) -> [UInt8]? {
        switch self {
        case .deflate: Gzip.inflateZlib(bytes, size: size)
        case .shuffle: HDF5Filter.unshuffled(bytes, elementSize)
        }
    }

    /// Puts the bytes of each value together again.
    ///
    /// All first bytes were stored before all second ones, and so on.
    private static func unshuffled(_ bytes: [UInt8], _ elementSize: Int) -> [UInt8] {
        let count = bytes.count / max(elementSize, 1)
        guard elementSize > 1, count > 1 else { return bytes }
        var result = bytes
        for byte in 0..<elementSize {
            for index in 0..<count { result[index * elementSize + byte] = bytes[byte * count + index] }
        }
        return result
    }
}
