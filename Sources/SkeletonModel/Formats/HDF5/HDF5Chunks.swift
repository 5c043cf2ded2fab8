/// Where the chunks of a table lie.
struct HDF5Chunks {
    /// How chunks are found.
    private enum Index {
        /// None was ever written.
        case nothing
        case tree(Int)
        case single(HDF5Chunk)
        /// One after the other in the order of their places.
        case implicit(Int)
        case array(Int)
    }

    /// Rows and columns of a chunk, as many as the table has dimensions.
    let shape: [Int]
    let filters: [HDF5Filter]
    private let index: Index

    init(
        _ cursor: inout HDF5Cursor,
        isNew: Bool,
        _ filters: [HDF5Filter],
        _ name: String
    ) throws(SkeletonError) {
        self.filters = filters
        (shape, index) = isNew ? try HDF5Chunks.new(&cursor, name) : try HDF5Chunks.old(&cursor)
        guard !shape.contains(0) else { throw HDF5Reader.damaged }
    }

    private static func old(_ cursor: inout HDF5Cursor) throws(SkeletonError) -> ([Int], Index) {
        let count = try cursor.byte()
        let tree = try cursor.address()
        var shape: [Int] = []
        // The last one is the size of a value.
        for _ in 1..<max(count, 1) { shape.append(try cursor.word()) }
        return (shape, tree.map(Index.tree) ?? .nothing)
    }

    private static func new(_ cursor: inout HDF5Cursor, _ name: String) throws(SkeletonError) -> ([Int], Index) {
        let (flags, count, width) = (try cursor.byte(), try cursor.byte(), try cursor.byte())
        guard (1...8).contains(width) else { throw HDF5Reader.damaged }
        var shape: [Int] = []
        for _ in 0..<count {
            guard let size = Int(exactly: try cursor.number(width)) else { throw HDF5Reader.damaged }
            shape.append(size)
        }
        return (shape.dropLast(), try index(&cursor, flags, name))
    }

    private static func index(_ cursor: inout HDF5Cursor, _ flags: Int, _ name: String) throws(SkeletonError) -> Index {
        let kind = try cursor.byte()
        switch kind {
        case 1:
            let isFiltered = flags & 2 != 0
            let size = isFiltered ? try cursor.size() : nil
            let skipped = isFiltered ? try cursor.word() : 0
            guard let address = try cursor.address() else { return .nothing }
            return .single(HDF5Chunk(place: [], address: address, size: size, skippedFilters: skipped))
        case 2: return try cursor.address().map(Index.implicit) ?? .nothing
        case 3:
            try cursor.skip(1)
            return try cursor.address().map(Index.array) ?? .nothing
        default: throw HDF5Reader.unsupported("a table that can grow, of the new kind (\(name))")
        }
    }

    /// Hands over each chunk that is stored, in a file's order.
    ///
    /// `counts` tells how many chunks lie beside each other in each dimension.
    func forEach(
        _ reader: HDF5Reader,
        counts: [Int],
        _ visit: (HDF5Chunk) throws(SkeletonError) -> Void
    ) throws(SkeletonError) {
        switch index {
        case .nothing: break
        case .tree(let address): try forEachInTree(reader, address, visit)
        case .single(let chunk): try visit(chunk.placed(at: shape.map { _ in 0 }))
        case .implicit(let address):
            for number in 0..<counts.reduce(1, *) {
                try visit(HDF5Chunk(place: place(number, counts), address: address, size: nil, number: number))
            }
        case .array(let address): try forEachInArray(reader, address, counts, visit)
        }
    }

    private func place(_ number: Int, _ counts: [Int]) -> [Int] {
        guard counts.count == 2 else { return [number * shape[0]] }
        return [number / counts[1] * shape[0], number % counts[1] * shape[1]]
    }

    private func forEachInTree(
        _ reader: HDF5Reader,
        _ address: Int,
        _ visit: (HDF5Chunk) throws(SkeletonError) -> Void
    ) throws(SkeletonError) {
        var budget = HDF5Reader.Budget(reader)
        var nodes = [(address: address, level: Int.max)]
        while let (address, above) = nodes.popLast() {
            var node = reader.cursor(at: address)
            let (level, count) = try node.treeNode(kind: 1, below: above)
            try node.skip(16)
            for _ in 0..<count {
                try budget.spend()
                let (size, skipped) = (try node.word(), try node.word())
                var place: [Int] = []
                for _ in shape { place.append(try node.size()) }
                try node.skip(8)
                guard let child = try node.address() else { throw HDF5Reader.damaged }
                if level > 0 {
                    nodes.append((child, level))
                } else {
                    try visit(HDF5Chunk(place: place, address: child, size: size, skippedFilters: skipped))
                }
            }
        }
    }

    /// An array with one entry for each chunk, cut into pages when it is long.
    private func forEachInArray(
        _ reader: HDF5Reader,
        _ address: Int,
        _ counts: [Int],
        _ visit: (HDF5Chunk) throws(SkeletonError) -> Void
    ) throws(SkeletonError) {
        var head = reader.cursor(at: address)
        try head.expect("FAHD")
        try head.skip(2)
        let (entrySize, pageBits, count) = (try head.byte(), try head.byte(), try head.size())
        guard let block = try head.address() else { return }
        guard count == counts.reduce(1, *), pageBits < 32 else { throw HDF5Reader.damaged }
        var entries = reader.cursor(at: block)
        try entries.expect("FADB")
        try entries.skip(10)
        let isPaged = count > 1 << pageBits
        let pages = (count + (1 << pageBits) - 1) >> pageBits
        // Which pages are there, and a checksum.
        if isPaged { try entries.skip((pages + 7) / 8 + 4) }
        for number in 0..<count {
            let chunk = try entry(&entries, entrySize, place(number, counts))
            if let chunk { try visit(chunk) }
            if isPaged, (number + 1) % (1 << pageBits) == 0 { try entries.skip(4) }
        }
    }

    private func entry(
        _ cursor: inout HDF5Cursor,
        _ entrySize: Int,
        _ place: [Int]
    ) throws(SkeletonError) -> HDF5Chunk? {
        let address = try cursor.address()
        if filters.isEmpty { return address.map { HDF5Chunk(place: place, address: $0, size: nil) } }
        guard (13...20).contains(entrySize) else { throw HDF5Reader.damaged }
        guard let size = Int(exactly: try cursor.number(entrySize - 12)) else { throw HDF5Reader.damaged }
        let skipped = try cursor.word()
        return address.map { HDF5Chunk(place: place, address: $0, size: size, skippedFilters: skipped) }
    }
}

/// A stored piece of a table.
struct HDF5Chunk {
    /// Row and column of its first value.
    var place: [Int]
    let address: Int
    /// How many bytes are stored; nil for as many as it has without filters.
    let size: Int?
    /// Its number among chunks that lie one after the other from `address` on.
    var number = 0
    /// A bit for each filter that was not used on it.
    var skippedFilters = 0

    func placed(at place: [Int]) -> HDF5Chunk {
        var result = self
        result.place = place
        return result
    }
}
