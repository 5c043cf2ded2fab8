#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

enum Output {
    /// All bytes, at once.
    static func write(_ bytes: [UInt8], toErrors: Bool) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { bytes in
                #if canImport(Glibc)
                Glibc.write(toErrors ? STDERR_FILENO : STDOUT_FILENO, bytes.baseAddress, bytes.count)
                #elseif canImport(Musl)
                Musl.write(toErrors ? STDERR_FILENO : STDOUT_FILENO, bytes.baseAddress, bytes.count)
                #else
                Darwin.write(toErrors ? STDERR_FILENO : STDOUT_FILENO, bytes.baseAddress, bytes.count)
                #endif
            }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    /// One line on standard error.
    static func error(_ line: String) {
        write(Array((line + "\n").utf8), toErrors: true)
    }

    static func exit(_ status: Int32) -> Never {
        #if canImport(Glibc)
        Glibc.exit(status)
        #elseif canImport(Musl)
        Musl.exit(status)
        #else
        Darwin.exit(status)
        #endif
    }
}
