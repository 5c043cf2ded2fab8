import CHDF5

// The library only finds the values; they are taken out of the image here, with every length checked, because its own
// conversions and filters crash on files that were made to harm.
extension HDF5File {
    /// The numbers of a table with so many columns (1 for a plain list), nil when there is none of that name.
    func numbers(_ name: String, columns: Int = 1) throws(SkeletonError) -> [Double]? {
        guard let (shape, bytes) = try table(name, columns: columns) else { return nil }
        switch (shape.kind, shape.size) {
        case (KARST_H5_NUMBERS, 8): return bytes.words(UInt64.self).map { Double(bitPattern: $0) }
        case (KARST_H5_NUMBERS, 4): return bytes.words(UInt32.self).map { Double(Float(bitPattern: $0)) }
        case (KARST_H5_INTEGERS, 8): return bytes.words(UInt64.self).map { Double(Int64(bitPattern: $0)) }
        case (KARST_H5_INTEGERS, 4): return bytes.words(UInt32.self).map { Double(Int32(bitPattern: $0)) }
        default: throw HDF5File.problem("\(name) is not a table of numbers")
        }
    }

    /// The integers of a table with so many columns, nil when there is none of that name.
    func integers(_ name: String, columns: Int = 1) throws(SkeletonError) -> [Int64]? {
        guard let (shape, bytes) = try table(name, columns: columns) else { return nil }
        switch (shape.kind, shape.size) {
        case (KARST_H5_INTEGERS, 8): return bytes.words(UInt64.self).map { Int64(bitPattern: $0) }
        case (KARST_H5_INTEGERS, 4): return bytes.words(UInt32.self).map { Int64(Int32(bitPattern: $0)) }
        default: throw HDF5File.problem("\(name) is not a table of integers")
        }
    }

    /// A scalar integer, nil when there is none of that name.
    func integer(_ name: String) throws(SkeletonError) -> Int64? {
        try integers(name)?.first
    }

    /// A scalar text, nil when there is none of that name.
    func text(_ name: String) throws(SkeletonError) -> [UInt8]? {
        let shape = unsafe karst_h5_look(file, name)
        if shape.kind == KARST_H5_ABSENT { return nil }
        guard shape.kind == KARST_H5_TEXT, shape.rank == 0, shape.address >= 0 else {
            throw HDF5File.problem("\(name) is not a text")
        }
        let start = Int(shape.address)
        let stored = shape.size > 0 ? image.slice(start, Int(clamping: shape.size)) : image.heapObject(namedAt: start)
        guard let stored else { throw HDF5File.problem("\(name) is damaged") }
        return Array(stored.prefix { $0 != 0 })
    }

    /// The shape of a table and its bytes row by row; nil when there is none of that name.
    private func table(_ name: String, columns: Int) throws(SkeletonError) -> (karst_h5_shape, [UInt8])? {
        let shape = unsafe karst_h5_look(file, name)
        if shape.kind == KARST_H5_ABSENT { return nil }
        guard shape.kind == KARST_H5_NUMBERS || shape.kind == KARST_H5_INTEGERS else {
            throw HDF5File.problem("\(name) is not a table of numbers")
        }
        guard shape.rank == 2 ? shape.columns == UInt64(columns) : columns == 1 else {
            throw HDF5File.problem("\(name) does not have \(columns) columns")
        }
        let size = try checkedSize(name, rows: shape.rows, columns: shape.columns, element: shape.size)
        if size == 0 { return (shape, []) }
        if shape.chunk_rows > 0 { return (shape, try chunks(name, shape, size)) }
        guard shape.address >= 0, let bytes = image.slice(Int(shape.address), size) else {
            throw HDF5File.problem("\(name) is damaged")
        }
        return (shape, Array(bytes))
    }

    /// Refuses what the image cannot hold, even deflated (which makes at most 1032 bytes out of one), before any
    /// memory is taken for it.
    private func checkedSize(_ name: String, rows: UInt64, columns: UInt64, element: Int) throws(SkeletonError) -> Int {
        let (row, overflow) = columns.multipliedReportingOverflow(by: UInt64(element))
        let (size, overflow2) = rows.multipliedReportingOverflow(by: row)
        guard !overflow, !overflow2, size <= UInt64(image.count) * 1032 else {
            throw HDF5File.problem("\(name) claims \(rows) rows in a file of \(image.count) bytes")
        }
        return Int(size)
    }

    /// The chunks of a table put together.
    private func chunks(_ name: String, _ shape: karst_h5_shape, _ size: Int) throws(SkeletonError) -> [UInt8] {
        let (rows, columns) = (shape.chunk_rows, shape.chunk_columns)
        let chunkSize = try checkedSize(name, rows: rows, columns: columns, element: shape.size)
        let width = Int(shape.columns) * shape.size
        let chunkWidth = Int(columns) * shape.size
        var table = [UInt8](repeating: 0, count: size)
        for row in stride(from: 0, to: shape.rows, by: Int(clamping: rows)) {
            for column in stride(from: 0, to: shape.columns, by: Int(clamping: columns)) {
                let chunk = try chunk(name, row, column, size: chunkSize, isDeflated: shape.is_deflated)
                let left = Int(column) * shape.size
                let used = min(chunkWidth, width - left)
                for line in 0..<Int(min(rows, shape.rows - row)) {
                    let (start, source) = ((Int(row) + line) * width + left, line * chunkWidth)
                    table.replaceSubrange(start..<start + used, with: chunk[source..<source + used])
                }
            }
        }
        return table
    }

    private func chunk(
        _ name: String,
        _ row: UInt64,
        _ column: UInt64,
        size: Int,
        isDeflated: Bool
    ) throws(SkeletonError) -> [UInt8] {
        let stored = unsafe karst_h5_chunk_size(file, name, row, column)
        guard stored > 0, stored <= image.count else { throw HDF5File.problem("\(name) is damaged") }
        var isRead = false
        let file = file
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: Int(stored)) { buffer, count in
            isRead = unsafe karst_h5_read_chunk(file, name, row, column, buffer.baseAddress)
            count = isRead ? Int(stored) : 0
        }
        let content = isDeflated ? Gzip.inflateZlib(bytes, size: size) : bytes
        guard isRead, let content, content.count == size else { throw HDF5File.problem("\(name) is damaged") }
        return content
    }
}

extension [UInt8] {
    /// So many bytes from an offset, nil when they are not all there.
    fileprivate func slice(_ offset: Int, _ length: Int) -> ArraySlice<UInt8>? {
        guard offset >= 0, length >= 0, offset <= count, length <= count - offset else { return nil }
        return self[offset..<offset + length]
    }

    /// The number in so many bytes, lowest first.
    private func number(_ offset: Int, _ length: Int) -> Int? {
        slice(offset, length).flatMap { Int(exactly: $0.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }) }
    }

    /// The object of an HDF5 global heap that a reference names, nil when anything on the way is out of bounds.
    ///
    /// A reference is 4 bytes of length, 8 of the collection's address, 4 of the object's index. A collection is
    /// `GCOL`, 4 bytes, 8 of its size, and then objects: 2 bytes of index, 6 bytes, 8 of the size, and the content up
    /// to a multiple of 8.
    fileprivate func heapObject(namedAt offset: Int) -> ArraySlice<UInt8>? {
        guard let length = number(offset, 4), let heap = number(offset + 4, 8), let index = number(offset + 12, 4),
            slice(heap, 4)?.elementsEqual("GCOL".utf8) == true, let heapSize = number(heap + 8, 8),
            slice(heap, heapSize) != nil
        else { return nil }
        let end = heap + heapSize
        var object = heap + 16
        while object <= end - 16, let found = number(object, 2), found != 0, let size = number(object + 8, 8) {
            guard size <= end - object - 16 else { return nil }
            if found == index { return length <= size ? slice(object + 16, length) : nil }
            object += 16 + (size + 7) / 8 * 8
        }
        return nil
    }

    /// Whole numbers of some width, lowest byte first.
    fileprivate func words<Word: FixedWidthInteger>(_: Word.Type) -> [Word] {
        let width = MemoryLayout<Word>.size
        return unsafe withUnsafeBytes { bytes in
            (0..<bytes.count / width).map {
                unsafe Word(littleEndian: bytes.loadUnaligned(fromByteOffset: $0 * width, as: Word.self))
            }
        }
    }
}
