/// What a data set's header says: its shape, the type of its values, and where they lie.
struct HDF5Dataset {
    /// The type of one value.
    enum Element: Equatable {
        case integer(size: Int, isSigned: Bool)
        case number(size: Int)
        case text(size: Int)
        /// Names a place in the file's global heap.
        case variableText

        var size: Int {
            switch self {
            case .integer(let size, _), .number(let size), .text(let size): size
            case .variableText: 16
            }
        }
    }

    /// Where the values lie.
    enum Layout {
        /// All together; nil when nothing was ever written.
        case together(Range<Int>?)
        case chunks(HDF5Chunks)
    }

    let name: String
    let element: Element
    /// Empty for a single value.
    let dimensions: [Int]
    let layout: Layout

    init(_ messages: [HDF5Message], in reader: HDF5Reader, name: String) throws(SkeletonError) {
        func message(_ kind: Int) throws(SkeletonError) -> HDF5Cursor? {
            guard let found = messages.first(where: { $0.kind == kind }) else { return nil }
            if found.isShared { throw HDF5Reader.unsupported("a named type (\(name))") }
            return reader.cursor(found.content)
        }
        guard var space = try message(HDF5Message.dataspace), var type = try message(HDF5Message.datatype),
            var layout = try message(HDF5Message.layout)
        else { throw HDF5Reader.problem("\(name) is not a table") }
        if try message(HDF5Message.externalFiles) != nil {
            throw HDF5Reader.unsupported("data in other files (\(name))")
        }
        self.name = name
        dimensions = try HDF5Dataset.dimensions(&space, name)
        element = try HDF5Dataset.element(&type, name)
        var filters: [HDF5Filter] = []
        if var list = try message(HDF5Message.filters) { filters = try HDF5Filter.list(&list, name) }
        self.layout = try HDF5Dataset.layout(&layout, name, filters)
    }

    private static func dimensions(_ cursor: inout HDF5Cursor, _ name: String) throws(SkeletonError) -> [Int] {
        let (version, rank, _) = (try cursor.byte(), try cursor.byte(), try cursor.byte())
        let kind = try cursor.byte()
        guard version == 1 || version == 2 else {
            throw HDF5Reader.unsupported("version \(version) of a table's shape")
        }
        guard version == 1 || kind < 2 else { throw HDF5Reader.unsupported("a table without any shape (\(name))") }
        guard rank <= 2 else { throw HDF5Reader.unsupported("a table of \(rank) dimensions (\(name))") }
        if version == 1 { try cursor.skip(4) }
        var dimensions: [Int] = []
        for _ in 0..<rank { dimensions.append(try cursor.size()) }
        return dimensions
    }

    private static func element(_ cursor: inout HDF5Cursor, _ name: String) throws(SkeletonError) -> Element {
        let kind = try cursor.byte() & 15
        let bits = try cursor.number(3)
        let size = try cursor.word()
        switch kind {
        case 0, 1:
            if bits & 1 != 0 || (kind == 1 && bits & 0x40 != 0) {
                throw HDF5Reader.unsupported("numbers with the highest byte first (\(name))")
            }
            let (offset, precision) = (try cursor.short(), try cursor.short())
            let sizes = kind == 0 ? [1, 2, 4, 8] : [4, 8]
            guard sizes.contains(size), offset == 0, precision == size * 8 else {
                throw HDF5Reader.unsupported("numbers of an unusual form (\(name))")
            }
            return kind == 0 ? .integer(size: size, isSigned: bits & 8 != 0) : .number(size: size)
        case 3: return .text(size: size)
        case 9 where bits & 15 == 1 && size == 16: return .variableText
        default: throw HDF5Reader.unsupported("values that are neither numbers nor text (\(name))")
        }
    }

    private static func layout(
        _ cursor: inout HDF5Cursor,
        _ name: String,
        _ filters: [HDF5Filter]
    ) throws(SkeletonError) -> Layout {
        let (version, kind) = (try cursor.byte(), try cursor.byte())
        guard (3...5).contains(version) else {
            throw HDF5Reader.unsupported("version \(version) of a table's layout (\(name))")
        }
        switch kind {
        case 0:
            let size = try cursor.short()
            return .together(try cursor.take(size))
        case 1:
            guard let address = try cursor.address() else { return .together(nil) }
            var content = HDF5Cursor(cursor.bytes, at: address)
            return .together(try content.take(cursor.size()))
        case 2: return .chunks(try HDF5Chunks(&cursor, isNew: version > 3, filters, name))
        default: throw HDF5Reader.unsupported("a table that is made of others (\(name))")
        }
    }
}
