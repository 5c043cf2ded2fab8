extension HDF5Reader {
    /// The numbers of a table with so many columns (1 for a plain list), nil when there is none of that name.
    func numbers(_ name: String, columns: Int = 1) throws(SkeletonError) -> [Double]? {
        guard let (element, bytes) = try table(name, columns: columns) else { return nil }
        switch element {
        case .number(size: 8): return bytes.words(UInt64.self).map { Double(bitPattern: $0) }
        case .number(size: 4): return bytes.words(UInt32.self).map { Double(Float(bitPattern: $0)) }
        case .integer: return try integers(bytes, element, name).map { Double($0) }
        default: throw HDF5Reader.problem("\(name) is not a table of numbers")
        }
    }

    /// The integers of a table with so many columns, nil when there is none of that name.
    func integers(_ name: String, columns: Int = 1) throws(SkeletonError) -> [Int64]? {
        guard let (element, bytes) = try table(name, columns: columns) else { return nil }
        return try integers(bytes, element, name)
    }

    /// A single integer, nil when there is none of that name.
    func integer(_ name: String) throws(SkeletonError) -> Int64? {
        try integers(name)?.first
    }

    /// A single text up to its first zero byte, nil when there is none of that name.
    func text(_ name: String) throws(SkeletonError) -> [UInt8]? {
        guard let dataset = try dataset(name) else { return nil }
        guard dataset.dimensions.allSatisfy({ $0 == 1 }) else { throw HDF5Reader.problem("\(name) is not a text") }
        switch dataset.element {
        case .text: return Array(try bytes(of: dataset).prefix { $0 != 0 })
        case .variableText: return Array(try heapObject(bytes(of: dataset)).prefix { $0 != 0 })
        default: throw HDF5Reader.problem("\(name) is not a text")
        }
    }

    private func table(_ name: String, columns: Int) throws(SkeletonError) -> (HDF5Dataset.Element, [UInt8])? {
        guard let dataset = try dataset(name) else { return nil }
        let shape = dataset.dimensions
        guard shape.count == 2 ? shape[1] == columns : columns == 1 else {
            throw HDF5Reader.problem("\(name) does not have \(columns) columns")
        }
        return (dataset.element, try bytes(of: dataset))
    }

    private func integers(
        _ bytes: [UInt8],
        _ element: HDF5Dataset.Element,
        _ name: String
    ) throws(SkeletonError) -> [Int64] {
        switch element {
        case .integer(size: 1, let isSigned): return bytes.map { isSigned ? Int64(Int8(bitPattern: $0)) : Int64($0) }
        case .integer(size: 2, let isSigned):
            return bytes.words(UInt16.self).map { isSigned ? Int64(Int16(bitPattern: $0)) : Int64($0) }
        case .integer(size: 4, let isSigned):
            return bytes.words(UInt32.self).map { isSigned ? Int64(Int32(bitPattern: $0)) : Int64($0) }
        case .integer(_, let isSigned):
            let words = bytes.words(UInt64.self)
            guard isSigned || words.allSatisfy({ $0 <= UInt64(Int64.max) }) else {
                throw HDF5Reader.problem("\(name) holds a number of 2^63 or more")
            }
            return words.map { Int64(bitPattern: $0) }
        default: throw HDF5Reader.problem("\(name) is not a table of integers")
        }
    }

    /// All values of a table, row by row.
    private func bytes(of dataset: HDF5Dataset) throws(SkeletonError) -> [UInt8] {
        let size = try checkedSize(dataset.dimensions, dataset.element.size, dataset.name)
        if size == 0 { return [] }
        switch dataset.layout {
        case .together(let range):
            guard let range else { throw HDF5Reader.problem("\(dataset.name) was never written") }
            guard range.count >= size else { throw HDF5Reader.damaged }
            return Array(image[range.prefix(size)])
        case .chunks(let chunks):
            guard chunks.shape.count == dataset.dimensions.count else { throw HDF5Reader.damaged }
            return try HDF5TableReader(dataset, chunks, size: size, in: self).bytes(self)
        }
    }

    /// Bytes of so many values; refuses what the file cannot hold, even deflated (which makes at most 1032 bytes out
    /// of one), before any memory is taken for it.
    func checkedSize(_ dimensions: [Int], _ element: Int, _ name: String) throws(SkeletonError) -> Int {
        var size = element
        for dimension in dimensions {
            let (product, overflow) = size.multipliedReportingOverflow(by: dimension)
            guard !overflow else { throw tooLarge(dimensions, name) }
            size = product
        }
        guard size <= image.count.multipliedReportingOverflow(by: 1032).partialValue else {
            throw tooLarge(dimensions, name)
        }
        return size
    }

    private func tooLarge(_ dimensions: [Int], _ name: String) -> SkeletonError {
        let shape = dimensions.map(String.init).joined(separator: " × ")
        return HDF5Reader.problem("\(name) claims \(shape) values in a file of \(image.count) bytes")
    }

    /// The object of the global heap that a reference names: 4 bytes of length, 8 of the collection's address, 4 of
    /// the object's number.
    ///
    /// A collection is `GCOL`, 4 bytes, 8 of its size, and then objects: 2 bytes of number, 6 bytes, 8 of the size,
    /// and the content up to a multiple of 8.
    private func heapObject(_ reference: [UInt8]) throws(SkeletonError) -> ArraySlice<UInt8> {
        var name = HDF5Cursor(reference, at: 0)
        let length = try name.word()
        guard let address = Int(exactly: try name.number(8)) else { throw HDF5Reader.damaged }
        let wanted = try name.word()
        if length == 0 { return [] }
        var head = cursor(at: address)
        try head.expect("GCOL")
        try head.skip(4)
        let size = try head.size()
        guard size >= 16, size <= image.count - address else { throw HDF5Reader.damaged }
        var objects = cursor(address + 16..<address + size)
        while objects.left >= 16 {
            let number = try objects.short()
            try objects.skip(6)
            let size = try objects.size()
            if number == wanted, number != 0 { return image[try objects.take(length <= size ? length : -1)] }
            if number == 0 { break }
            try objects.skip(size)
            try objects.skip(min((8 - size % 8) % 8, objects.left))
        }
        throw HDF5Reader.damaged
    }
}

/// Puts the chunks of a table together.
private struct HDF5TableReader {
    private let chunks: HDF5Chunks
    private let name: String
    private let elementSize: Int
    /// Rows and bytes in a row, of the table and of a chunk.
    private let (rows, width): (Int, Int)
    private let (chunkRows, chunkWidth): (Int, Int)
    /// How many chunks lie below and beside each other.
    private let counts: [Int]
    private let size: Int
    private let chunkSize: Int

    init(_ dataset: HDF5Dataset, _ chunks: HDF5Chunks, size: Int, in reader: HDF5Reader) throws(SkeletonError) {
        self.chunks = chunks
        self.size = size
        (name, elementSize) = (dataset.name, dataset.element.size)
        let shape = dataset.dimensions
        guard !shape.isEmpty else { throw HDF5Reader.damaged }
        (rows, width) = (shape[0], (shape.count == 2 ? shape[1] : 1) * elementSize)
        chunkSize = try reader.checkedSize(chunks.shape, elementSize, name)
        (chunkRows, chunkWidth) = (chunks.shape[0], chunkSize / chunks.shape[0])
        counts = shape.indices.map { (shape[$0] - 1) / chunks.shape[$0] + 1 }
        // Together they are no larger than deflate could make them, either.
        _ = try reader.checkedSize(counts, chunkSize, name)
    }

    func bytes(_ reader: HDF5Reader) throws(SkeletonError) -> [UInt8] {
        var table = [UInt8](repeating: 0, count: size)
        var isRead = [Bool](repeating: false, count: counts.reduce(1, *))
        try chunks.forEach(reader, counts: counts) { chunk throws(SkeletonError) in
            let number = try number(of: chunk)
            guard !isRead[number] else { throw HDF5Reader.damaged }
            isRead[number] = true
            copy(try content(of: chunk, reader), chunk.place, into: &table)
        }
        guard isRead.allSatisfy({ $0 }) else { throw HDF5Reader.problem("\(name) lacks a part of its values") }
        return table
    }

    private func number(of chunk: HDF5Chunk) throws(SkeletonError) -> Int {
        var number = 0
        for (index, place) in chunk.place.enumerated() {
            let (order, rest) = place.quotientAndRemainder(dividingBy: chunks.shape[index])
            guard rest == 0, order < counts[index] else { throw HDF5Reader.damaged }
            number = number * counts[index] + order
        }
        return number
    }

    private func content(of chunk: HDF5Chunk, _ reader: HDF5Reader) throws(SkeletonError) -> [UInt8] {
        var stored = reader.cursor(at: chunk.address + chunk.number * chunkSize)
        var bytes = Array(reader.image[try stored.take(chunk.size ?? chunkSize)])
        for (index, filter) in chunks.filters.enumerated().reversed() where chunk.skippedFilters >> index & 1 == 0 {
            guard let undone = filter.undo(bytes, size: chunkSize, elementSize: elementSize) else {
                throw HDF5Reader.problem("\(name) is damaged")
            }
            bytes = undone
        }
        guard bytes.count == chunkSize else { throw HDF5Reader.problem("\(name) is damaged") }
        return bytes
    }

    /// Chunks at the lower and right edge stick out of the table.
    private func copy(_ chunk: [UInt8], _ place: [Int], into table: inout [UInt8]) {
        let left = (place.count == 2 ? place[1] : 0) * elementSize
        let used = min(chunkWidth, width - left)
        for line in 0..<min(chunkRows, rows - place[0]) {
            let (start, source) = ((place[0] + line) * width + left, line * chunkWidth)
            table.replaceSubrange(start..<start + used, with: chunk[source..<source + used])
        }
    }
}

extension [UInt8] {
    /// Whole numbers of some width, lowest byte first.
    func words<Word: FixedWidthInteger>(_: Word.Type) -> [Word] {
        let width = MemoryLayout<Word>.size
        return unsafe withUnsafeBytes { bytes in
            (0..<bytes.count / width).map {
                unsafe Word(littleEndian: bytes.loadUnaligned(fromByteOffset: $0 * width, as: Word.self))
            }
        }
    }
}
