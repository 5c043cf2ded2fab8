import CHDF5
import Synchronization

/// A new HDF5 file in memory, written by the HDF5 library; only ever touched inside `HDF5Writer.write`.
struct HDF5Writer: ~Copyable {
    private let file: Int64

    // The library keeps global state without a lock of its own.
    private static let lock = Mutex(())

    deinit { karst_h5_close(file) }

    /// Makes a new file, fills it, and gives its bytes.
    static func write(_ body: (borrowing HDF5Writer) -> Bool) throws(SkeletonError) -> [UInt8] {
        let result: Swift.Result<[UInt8], SkeletonError> = lock.withLock { _ in
            if let missing = load() { return .failure(missing) }
            let file = karst_h5_create()
            guard file >= 0 else { return .failure(HDF5Reader.problem("the library could not make a file in memory")) }
            let open = HDF5Writer(file: file)
            guard body(open), let image = open.newImage() else {
                return .failure(HDF5Reader.problem("the library could not write a file in memory"))
            }
            return .success(image)
        }
        return try result.get()
    }

    private static func load() -> SkeletonError? {
        guard let reason = unsafe karst_h5_load() else { return nil }
        return .hdf5Missing(unsafe String(cString: reason))
    }

    private func newImage() -> [UInt8]? {
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

extension HDF5Writer {
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
