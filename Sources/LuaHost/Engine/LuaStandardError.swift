#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// Standard error without buffering.
enum LuaStandardError {
    static func write(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)
            while !rest.isEmpty {
                #if canImport(Glibc)
                let written = Glibc.write(2, rest.baseAddress, rest.count)
                #else
                let written = Darwin.write(2, rest.baseAddress, rest.count)
                #endif
                guard written > 0 else { return }
                rest = UnsafeRawBufferPointer(rebasing: rest[written...])
            }
        }
    }
}
