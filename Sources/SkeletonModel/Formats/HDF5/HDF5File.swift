import CHDF5
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// An HDF5 file in memory; only ever touched inside `HDF5File.locked`.
struct HDF5File: ~Copyable {
    fileprivate let file: Int64
    /// Size of the image that is read, the measure of what it can hold.
    fileprivate let imageSize: Int

    // The library keeps global state without a lock of its own.
    private static let lock = Mutex(())

    deinit { karst_h5_close(file) }

    /// Opens an image and reads it.
    static func read<Result: Sendable>(
        _ bytes: [UInt8],
        _ body: (borrowing HDF5File) -> Swift.Result<Result, SkeletonError>
    ) throws(SkeletonError) -> Result {
        let result: Swift.Result<Result, SkeletonError> = lock.withLock { _ in
            if let missing = load() { return .failure(missing) }
            let file = unsafe bytes.withUnsafeBytes { unsafe karst_h5_open($0.baseAddress, $0.count) }
            guard file >= 0 else { return .failure(problem("the file is damaged or no HDF5 file")) }
            return body(HDF5File(file: file, imageSize: bytes.count))
        }
        return try result.get()
    }

    /// Makes a new file, fills it, and gives its bytes.
    static func write(_ body: (borrowing HDF5File) -> Bool) throws(SkeletonError) -> [UInt8] {
        let result: Swift.Result<[UInt8], SkeletonError> = lock.withLock { _ in
            if let missing = load() { return .failure(missing) }
            let file = karst_h5_create()
            guard file >= 0 else { return .failure(problem("the library could not make a file in memory")) }
            let open = HDF5File(file: file, imageSize: 0)
            guard body(open), let image = open.image() else {
                return .failure(problem("the library could not write a file in memory"))
            }
            return .success(image)
        }
        return try result.get()
    }

    private static func load() -> SkeletonError? {
        guard let reason = unsafe karst_h5_load() else { return nil }
        return .hdf5Missing(unsafe String(cString: reason))
    }

    static func problem(_ text: String) -> SkeletonError { .badFormat("HDF5", problem: text) }

    private func image() -> [UInt8]? {
        let size = karst_h5_image(file, nil, 0)
        guard size > 0 else { return nil }
        var written: Int64 = 0
        let image = unsafe [UInt8](unsafeUninitializedCapacity: Int(size)) { buffer, count in
            written = unsafe karst_h5_image(file, buffer.baseAddress, buffer.count)
            count = written == size ? Int(size) : 0
        }
        return written == size ? image : nil
    }
}

extension HDF5File {
    /// The numbers of a table with so many columns (1 for a plain list), nil when there is none of that name.
    func numbers(_ name: String, columns: Int = 1) throws(SkeletonError) -> [Double]? {
        guard let count = try elements(name, columns: columns, of: [KARST_H5_NUMBERS, KARST_H5_INTEGERS]) else {
            return nil
        }
        return unsafe try read(name, count: count) { [file] into in unsafe karst_h5_read_numbers(file, name, into) }
    }

    /// The integers of a table with so many columns, nil when there is none of that name.
    func integers(_ name: String, columns: Int = 1) throws(SkeletonError) -> [Int64]? {
        guard let count = try elements(name, columns: columns, of: [KARST_H5_INTEGERS]) else { return nil }
        return unsafe try read(name, count: count) { [file] into in unsafe karst_h5_read_integers(file, name, into) }
    }

    /// A scalar integer, nil when there is none of that name.
    func integer(_ name: String) throws(SkeletonError) -> Int64? {
        try integers(name)?.first
    }

    /// A scalar text, nil when there is none of that name.
    func text(_ name: String) throws(SkeletonError) -> [UInt8]? {
        let shape = unsafe karst_h5_look(file, name)
        if shape.kind == KARST_H5_ABSENT { return nil }
        guard shape.kind == KARST_H5_TEXT, shape.rank == 0 else { throw HDF5File.problem("\(name) is not a text") }
        try checkSize(name, UInt64(shape.text_size))
        var length = 0
        guard let text = unsafe karst_h5_read_text(file, name, &length) else {
            throw HDF5File.problem("\(name) is damaged")
        }
        defer { unsafe free(text) }
        return unsafe Array(UnsafeRawBufferPointer(start: text, count: length))
    }

    private func elements(
        _ name: String,
        columns: Int,
        of kinds: [karst_h5_kind]
    ) throws(SkeletonError) -> Int? {
        let shape = unsafe karst_h5_look(file, name)
        if shape.kind == KARST_H5_ABSENT { return nil }
        guard kinds.contains(shape.kind) else { throw HDF5File.problem("\(name) is not a table of numbers") }
        guard shape.rank == 2 ? shape.columns == UInt64(columns) : columns == 1 else {
            throw HDF5File.problem("\(name) does not have \(columns) columns")
        }
        let (size, overflow) = shape.rows.multipliedReportingOverflow(by: UInt64(columns) * 8)
        try checkSize(name, overflow ? .max : size)
        return Int(shape.rows) * columns
    }

    /// Refuses what the image cannot hold, even deflated (which makes at most 1032 bytes out of one), before any
    /// memory is taken for it.
    private func checkSize(_ name: String, _ size: UInt64) throws(SkeletonError) {
        guard size <= UInt64(imageSize) * 1032 else {
            throw HDF5File.problem("\(name) claims \(size) bytes in a file of \(imageSize)")
        }
    }

    private func read<Element>(
        _ name: String,
        count: Int,
        _ body: (UnsafeMutablePointer<Element>?) -> Bool
    ) throws(SkeletonError) -> [Element] {
        var isRead = count == 0
        let values = unsafe [Element](unsafeUninitializedCapacity: count) { buffer, written in
            if count > 0 { isRead = unsafe body(buffer.baseAddress) }
            written = isRead ? count : 0
        }
        guard isRead else { throw HDF5File.problem("\(name) is damaged") }
        return values
    }
}

extension HDF5File {
    func write(_ name: String, numbers: [Double], columns: Int) -> Bool {
        unsafe karst_h5_write_numbers(file, name, numbers, UInt64(numbers.count / columns), UInt64(columns))
    }

    /// Integers as a table of so many columns, or as a plain list when `columns` is 0.
    func write(_ name: String, integers: [Int64], columns: Int = 0, compressed: Bool) -> Bool {
        let rows = integers.count / max(columns, 1)
        return unsafe karst_h5_write_integers(file, name, integers, UInt64(rows), UInt64(columns), compressed)
    }

    func write(_ name: String, integer: Int64) -> Bool {
        unsafe karst_h5_write_integer(file, name, integer)
    }

    func write(_ name: String, fixedText: [UInt8]) -> Bool {
        unsafe fixedText.withUnsafeBytes { buffer in
            unsafe karst_h5_write_fixed_text(
                file,
                name,
                buffer.baseAddress?.assumingMemoryBound(to: CChar.self),
                buffer.count
            )
        }
    }

    func write(_ name: String, variableText: [UInt8]) -> Bool {
        let terminated = variableText.map { CChar(bitPattern: $0) } + [0]
        return unsafe karst_h5_write_variable_text(file, name, terminated)
    }

    func writeGroup(_ name: String) -> Bool {
        unsafe karst_h5_write_group(file, name)
    }

    func writeAttribute(_ name: String, _ value: Int64) -> Bool {
        unsafe karst_h5_write_attribute(file, name, value)
    }
}
