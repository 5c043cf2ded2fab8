import CStdlib
import LuaHost

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

private let descriptors: [String: Int32] = ["stdin": 0, "stdout": 1, "stderr": 2]

private func descriptor(_ call: borrowing LuaCall) throws(LuaError) -> Int32 {
    let name = try call.string(1, "stream")
    guard let descriptor = descriptors[name] else {
        throw LuaError.badArgument(1, "stream", "'stdin', 'stdout' or 'stderr' expected, got '\(name)'")
    }
    return descriptor
}

private func isTerminal(_ call: borrowing LuaCall) throws(LuaError) -> LuaValue {
    .boolean(isatty(try descriptor(call)) == 1)
}

private func width(_ call: borrowing LuaCall) throws(LuaError) -> LuaValue {
    let columns = karst_terminal_width(try descriptor(call))
    return columns > 0 ? .integer(Int64(columns)) : .nil
}

extension LuaModule {
    static let terminal = LuaModule(
        name: "terminal",
        summary: "What the standard streams are connected to.",
        functions: [
            LuaFunction(
                "is_terminal",
                "(stream: \"stdin\"|\"stdout\"|\"stderr\"): boolean",
                "Whether a stream is a terminal.",
                isTerminal
            ),
            LuaFunction(
                "width",
                "(stream: \"stdin\"|\"stdout\"|\"stderr\"): integer?",
                "The terminal's columns, nil where there is none.",
                width
            ),
        ]
    )
}
