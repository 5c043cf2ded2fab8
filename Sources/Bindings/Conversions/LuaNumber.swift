#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Numbers as Lua's own `tostring` shows them.
enum LuaNumber {
    /// `%.14g`, and visibly a float, so that an error shows a float the way the script's author sees it.
    static func text(_ number: Double) -> String {
        var buffer = [CChar](repeating: 0, count: 64)
        _ = unsafe withVaList([number]) { arguments in
            unsafe vsnprintf(&buffer, buffer.count, "%.14g", arguments)
        }
        let text = String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return text.allSatisfy { $0.isNumber || $0 == "-" } ? text + ".0" : text
    }
}
