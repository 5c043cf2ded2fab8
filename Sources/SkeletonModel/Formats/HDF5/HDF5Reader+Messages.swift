/// A message of an object's header: what is said about it, and where.
struct HDF5Message {
    let kind: Int
    /// Whether the content lies elsewhere and is used by several objects.
    let isShared: Bool
    let content: Range<Int>

    static let dataspace = 0x01
    static let linkInfo = 0x02
    static let datatype = 0x03
    static let link = 0x06
    static let externalFiles = 0x07
    static let layout = 0x08
    static let filters = 0x0B
    static let continuation = 0x10
    static let symbolTable = 0x11
}

extension HDF5Reader {
    /// The messages of the object whose header is at an offset.
    func messages(at header: Int) throws(SkeletonError) -> [HDF5Message] {
        var cursor = cursor(at: header)
        let isNew = cursor.left > 0 && image[header] == UInt8(ascii: "O")
        let (first, hasOrder) = isNew ? try newHeader(&cursor) : (try oldHeader(&cursor), false)
        var blocks = [first]
        var messages: [HDF5Message] = []
        var budget = Budget(self)
        var next = 0
        while next < blocks.count {
            var cursor = self.cursor(blocks[next])
            next += 1
            while let message = isNew ? try newMessage(&cursor, hasOrder) : try oldMessage(&cursor) {
                try budget.spend()
                if message.kind == HDF5Message.continuation {
                    blocks.append(try continuation(message.content, isNew))
                } else {
                    messages.append(message)
                }
            }
        }
        return messages
    }

    private func oldHeader(_ cursor: inout HDF5Cursor) throws(SkeletonError) -> Range<Int> {
        let version = try cursor.byte()
        guard version == 1 else { throw HDF5Reader.unsupported("version \(version) of an object header") }
        try cursor.skip(7)
        let size = try cursor.word()
        try cursor.skip(4)
        return try cursor.take(size)
    }

    private func oldMessage(_ cursor: inout HDF5Cursor) throws(SkeletonError) -> HDF5Message? {
        guard cursor.left >= 8 else { return nil }
        let (kind, size, flags) = (try cursor.short(), try cursor.short(), try cursor.byte())
        try cursor.skip(3)
        return HDF5Message(kind: kind, isShared: flags & 2 != 0, content: try cursor.take(size))
    }

    private func newHeader(_ cursor: inout HDF5Cursor) throws(SkeletonError) -> (Range<Int>, hasOrder: Bool) {
        try cursor.expect("OHDR")
        let (version, flags) = (try cursor.byte(), try cursor.byte())
        guard version == 2 else { throw HDF5Reader.unsupported("version \(version) of an object header") }
        // Four times, and when attributes move elsewhere.
        try cursor.skip((flags & 0x20 != 0 ? 16 : 0) + (flags & 0x10 != 0 ? 4 : 0))
        let size = try cursor.number(1 << (flags & 3))
        guard let size = Int(exactly: size) else { throw HDF5Reader.damaged }
        return (try cursor.take(size), flags & 4 != 0)
    }

    private func newMessage(_ cursor: inout HDF5Cursor, _ hasOrder: Bool) throws(SkeletonError) -> HDF5Message? {
        guard cursor.left >= (hasOrder ? 6 : 4) else { return nil }
        let (kind, size, flags) = (try cursor.byte(), try cursor.short(), try cursor.byte())
        if hasOrder { try cursor.skip(2) }
        return HDF5Message(kind: kind, isShared: flags & 2 != 0, content: try cursor.take(size))
    }

    /// The messages that a message says lie elsewhere; in new files between four letters and a checksum.
    private func continuation(_ content: Range<Int>, _ isNew: Bool) throws(SkeletonError) -> Range<Int> {
        var cursor = cursor(content)
        guard let address = try cursor.address() else { throw HDF5Reader.damaged }
        let size = try cursor.size()
        var block = self.cursor(at: address)
        guard isNew else { return try block.take(size) }
        try block.expect("OCHK")
        return try block.take(size - 8)
    }
}
