import CDeflate

/// Whole buffers in and out of gzip.
public enum Gzip: Sendable {
    /// Whether bytes start as a gzip file does.
    public static func isGzip(_ bytes: [UInt8]) -> Bool {
        bytes.count >= 2 && bytes[0] == 0x1F && bytes[1] == 0x8B
    }

    /// One gzip member without name or time: equal bytes give equal output.
    ///
    /// - `level`: From 1, fast, to 12, small.
    public static func compress(_ bytes: [UInt8], level: Int = 6) -> [UInt8] {
        guard let compressor = unsafe libdeflate_alloc_compressor(Int32(min(max(level, 1), 12))) else {
            preconditionFailure("out of memory")
        }
        defer { unsafe libdeflate_free_compressor(compressor) }
        let bound = unsafe libdeflate_gzip_compress_bound(compressor, bytes.count)
        return unsafe [UInt8](unsafeUninitializedCapacity: bound) { buffer, count in
            count = unsafe bytes.withUnsafeBytes {
                unsafe libdeflate_gzip_compress(compressor, $0.baseAddress, $0.count, buffer.baseAddress, bound)
            }
        }
    }

    /// The content of a gzip file of one or more members.
    ///
    /// Throws when the data are damaged, cut short or followed by something else than zeros, and when they grow beyond
    /// `limit` bytes: the output never takes more memory than the data can really hold.
    public static func decompress(_ bytes: [UInt8], limit: Int = 4 << 30) throws(SkeletonError) -> [UInt8] {
        guard isGzip(bytes) else { throw .badGzip("the data do not start as gzip does") }
        guard let decompressor = unsafe libdeflate_alloc_decompressor() else { preconditionFailure("out of memory") }
        defer { unsafe libdeflate_free_decompressor(decompressor) }
        var output: [UInt8] = []
        var start = 0
        while start < bytes.count, start == 0 || bytes[start] != 0 {
            var member = unsafe Member(decompressor: decompressor, bytes: bytes, start: start)
            let content = unsafe try member.content(limit: limit - output.count, total: limit)
            unsafe start += member.length
            if output.isEmpty { output = content } else { output += content }
        }
        // tar and tapes pad with zeros; gzip itself accepts that.
        guard bytes[start...].allSatisfy({ $0 == 0 }) else { throw .badGzip("something else follows the data") }
        return output
    }
}

extension Gzip {
    /// The content of data in zlib's form, which must have exactly the given size; nil when it does not.
    static func inflateZlib(_ bytes: [UInt8], size: Int) -> [UInt8]? {
        guard let decompressor = unsafe libdeflate_alloc_decompressor() else { preconditionFailure("out of memory") }
        defer { unsafe libdeflate_free_decompressor(decompressor) }
        var result = LIBDEFLATE_BAD_DATA
        let content = unsafe [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            result = unsafe bytes.withUnsafeBytes {
                unsafe libdeflate_zlib_decompress(
                    decompressor,
                    $0.baseAddress,
                    $0.count,
                    buffer.baseAddress,
                    size,
                    nil
                )
            }
            count = result == LIBDEFLATE_SUCCESS ? size : 0
        }
        return result == LIBDEFLATE_SUCCESS ? content : nil
    }
}

/// One member of a gzip file under decompression.
@unsafe
private struct Member {
    let decompressor: OpaquePointer
    let bytes: [UInt8]
    let start: Int
    /// How many bytes of the file it took.
    var length = 0

    init(decompressor: OpaquePointer, bytes: [UInt8], start: Int) {
        unsafe self.decompressor = unsafe decompressor
        unsafe self.bytes = bytes
        unsafe self.start = start
    }

    /// Takes memory for what the file says it holds, but only where that is likely; else for what it really holds.
    mutating func content(limit: Int, total: Int) throws(SkeletonError) -> [UInt8] {
        let stored = unsafe bytes.count - start
        // Deflate makes at most 1032 bytes out of one; text rarely becomes more than 20.
        let declared = unsafe declaredSize
        let isLikely = declared <= 64 << 20 || declared / 64 <= stored
        if isLikely, declared <= limit {
            let (result, content) = unsafe decompress(into: declared)
            if result == LIBDEFLATE_SUCCESS { return content }
            guard result == LIBDEFLATE_INSUFFICIENT_SPACE else { throw unsafe damaged }
        }
        guard let size = unsafe try Gzip.inflatedSize(bytes, from: start, limit: limit, total: total) else {
            throw unsafe damaged
        }
        let (result, content) = unsafe decompress(into: size)
        guard result == LIBDEFLATE_SUCCESS else { throw unsafe damaged }
        return content
    }

    private var damaged: SkeletonError {
        .badGzip(unsafe "the data are corrupt or cut short (member at byte \(start))")
    }

    /// The size in the file's last four bytes: that of the last member, which is nearly always the only one.
    private var declaredSize: Int {
        unsafe bytes.suffix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    private mutating func decompress(into room: Int) -> (libdeflate_result, [UInt8]) {
        var used = 0
        var result = LIBDEFLATE_BAD_DATA
        let content = unsafe [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
            result = unsafe bytes.withUnsafeBytes { all in
                let input = unsafe UnsafeRawBufferPointer(rebasing: all[start...])
                return unsafe libdeflate_gzip_decompress_ex(
                    decompressor,
                    input.baseAddress,
                    input.count,
                    buffer.baseAddress,
                    room,
                    &used,
                    &count
                )
            }
            if result != LIBDEFLATE_SUCCESS { count = 0 }
        }
        unsafe length = used
        return (result, content)
    }
}
