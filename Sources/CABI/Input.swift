/// What comes from C, checked as far as it can be.
enum Input {
    /// A text that ends with a zero byte.
    static func text(_ text: UnsafePointer<CChar>?, _ name: String) throws(Failure) -> String {
        guard let text else { throw .badArgument("\(name) is NULL") }
        guard let string = String(validatingCString: text) else { throw .badArgument("\(name) is not UTF-8") }
        return string
    }

    /// Bytes with a length; NULL only where that is 0.
    static func bytes(_ bytes: UnsafePointer<CChar>?, _ length: Int, _ name: String) throws(Failure) -> [UInt8] {
        Array(UnsafeRawBufferPointer(try buffer(bytes, length, name)))
    }

    /// So many elements; NULL only where there are none.
    static func buffer<T>(
        _ start: UnsafePointer<T>?,
        _ count: Int,
        _ name: String
    ) throws(Failure) -> UnsafeBufferPointer<T> {
        // A size_t of 2^63 and more arrives as a negative number. Nothing that large lies in memory.
        guard count >= 0, count <= 1 << 46 / MemoryLayout<T>.stride else {
            throw .badArgument("the length of \(name) is more than there is memory")
        }
        guard start != nil || count == 0 else { throw .badArgument("\(name) is NULL") }
        return UnsafeBufferPointer(start: start, count: count)
    }

    /// Where a result goes.
    static func room<T>(_ place: UnsafeMutablePointer<T>?, _ name: String) throws(Failure) -> UnsafeMutablePointer<T> {
        guard let place else { throw .badArgument("\(name), where the result goes, is NULL") }
        return place
    }
}
