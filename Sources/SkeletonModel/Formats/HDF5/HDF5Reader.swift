/// Finds objects in an HDF5 file that lies in memory.
///
/// Read is what the skeleton service, h5py and MeshParty write: files of version 0 to 3, groups of the old kind and
/// small ones of the new, tables of one or two dimensions that lie together or in chunks, deflated or not. The HDF5
/// library itself cannot be trusted with files that were made to harm; here every offset is checked, and what is
/// outside of that subset is named in the error.
struct HDF5Reader {
    let image: [UInt8]
    private let root: Int

    /// Throws unless the bytes start as such a file does.
    init(_ bytes: [UInt8]) throws(SkeletonError) {
        image = bytes
        var cursor = HDF5Cursor(bytes, at: 0)
        guard bytes.starts(with: HDF5Reader.signature) else { throw HDF5Reader.problem("it is no HDF5 file") }
        try cursor.skip(HDF5Reader.signature.count)
        let version = try cursor.byte()
        switch version {
        case 0, 1: root = try HDF5Reader.oldRoot(&cursor, version)
        case 2, 3: root = try HDF5Reader.newRoot(&cursor)
        default: throw HDF5Reader.unsupported("version \(version) of the file format")
        }
    }

    static let signature: [UInt8] = [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A]

    private static func oldRoot(_ cursor: inout HDF5Cursor, _ version: Int) throws(SkeletonError) -> Int {
        try cursor.skip(4)
        try checkWidths(&cursor)
        try cursor.skip(version == 0 ? 9 : 13)
        try checkBase(&cursor)
        // Free space.
        try cursor.skip(8)
        try checkEnd(&cursor)
        // The driver, and the name of the root's entry.
        try cursor.skip(16)
        guard let root = try cursor.address() else { throw damaged }
        return root
    }

    private static func newRoot(_ cursor: inout HDF5Cursor) throws(SkeletonError) -> Int {
        try checkWidths(&cursor)
        try cursor.skip(1)
        try checkBase(&cursor)
        // The extension.
        try cursor.skip(8)
        try checkEnd(&cursor)
        guard let root = try cursor.address() else { throw damaged }
        return root
    }

    private static func checkWidths(_ cursor: inout HDF5Cursor) throws(SkeletonError) {
        let (offsets, lengths) = (try cursor.byte(), try cursor.byte())
        guard offsets == 8, lengths == 8 else {
            throw unsupported("offsets of \(offsets) and lengths of \(lengths) bytes")
        }
    }

    private static func checkBase(_ cursor: inout HDF5Cursor) throws(SkeletonError) {
        guard try cursor.number(8) == 0 else { throw unsupported("a user block before the data") }
    }

    private static func checkEnd(_ cursor: inout HDF5Cursor) throws(SkeletonError) {
        guard try cursor.number(8) <= UInt64(cursor.bytes.count) else { throw damaged }
    }

    /// The data set at a path such as `vertex_properties/radius`, nil when there is none.
    func dataset(_ path: String) throws(SkeletonError) -> HDF5Dataset? {
        var header = root
        for step in path.split(separator: "/") {
            guard let next = try link(Array(step.utf8), inGroupAt: header) else { return nil }
            header = next
        }
        return try HDF5Dataset(messages(at: header), in: self, name: path)
    }

    func cursor(at position: Int) -> HDF5Cursor { HDF5Cursor(image, at: position) }

    func cursor(_ range: Range<Int>) -> HDF5Cursor {
        HDF5Cursor(image, at: range.lowerBound, end: range.upperBound)
    }

    static func problem(_ text: String) -> SkeletonError { .badFormat("HDF5", problem: text) }

    static let damaged = problem("the file is damaged or cut short")

    static func unsupported(_ feature: String) -> SkeletonError {
        problem("it uses \(feature), which is not read here; h5py's default settings write a file that is")
    }

    /// Steps that reading may still take through a file whose structures may lead around in a circle.
    struct Budget {
        private var left: Int

        init(_ reader: HDF5Reader) {
            left = reader.image.count + 1000
        }

        mutating func spend() throws(SkeletonError) {
            left -= 1
            if left < 0 { throw HDF5Reader.damaged }
        }
    }
}
