import CZlib

extension Gzip {
    /// How many bytes the member that starts at an offset holds, found without keeping any of them; nil when the data
    /// are damaged.
    ///
    /// Throws as soon as there are more than `limit`: a few kilobytes can stand for terabytes.
    static func inflatedSize(
        _ bytes: [UInt8],
        from start: Int,
        limit: Int,
        total: Int
    ) throws(SkeletonError) -> Int? {
        var stream = unsafe z_stream()
        // 15 bits of window, and 16 for gzip's own head and end.
        let size = unsafe Int32(MemoryLayout<z_stream>.size)
        guard unsafe inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, size) == Z_OK else {
            preconditionFailure("out of memory")
        }
        defer { unsafe inflateEnd(&stream) }
        var scratch = [UInt8](repeating: 0, count: 1 << 18)
        var found = 0
        var next = start
        while true {
            let (status, read, written) = unsafe step(&stream, bytes, next, &scratch)
            next += read
            found += written
            if found > limit { throw .tooLarge(limit: total) }
            if status == Z_STREAM_END { return found }
            guard status == Z_OK, read > 0 || written > 0 else { return nil }
        }
    }

    /// Inflates once into the scratch memory; how much was read and written.
    private static func step(
        _ stream: inout z_stream,
        _ bytes: [UInt8],
        _ next: Int,
        _ scratch: inout [UInt8]
    ) -> (status: Int32, read: Int, written: Int) {
        unsafe bytes.withUnsafeBufferPointer { input in
            unsafe scratch.withUnsafeMutableBufferPointer { output in
                // zlib only reads what it is given as mutable.
                unsafe stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress.map { unsafe $0 + next })
                let available = UInt32(min(input.count - next, 1 << 30))
                unsafe stream.avail_in = available
                unsafe stream.next_out = output.baseAddress
                unsafe stream.avail_out = UInt32(output.count)
                let status = unsafe inflate(&stream, Z_NO_FLUSH)
                return unsafe (status, Int(available - stream.avail_in), output.count - Int(stream.avail_out))
            }
        }
    }
}
