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
    TerminalFeatures.width(try descriptor(call)).map { .integer(Int64($0)) } ?? .nil
}

private func height(_ call: borrowing LuaCall) throws(LuaError) -> LuaValue {
    TerminalFeatures.height(try descriptor(call)).map { .integer(Int64($0)) } ?? .nil
}

private func usesColour(_ call: borrowing LuaCall) throws(LuaError) -> LuaValue {
    .boolean(TerminalFeatures.usesColour(try descriptor(call)))
}

private func isUTF8(_ call: borrowing LuaCall) throws(LuaError) -> LuaValue {
    .boolean(TerminalFeatures.isUTF8)
}

/// A pager is a process, and shows on the program's own terminal.
private func page(_ call: borrowing LuaCall) throws(LuaError) -> LuaValue {
    let text = try call.bytes(1, "text")
    let engine = call.engine
    guard engine.access.profile == .full, !engine.isOutputRedirected else { return .boolean(false) }
    return .boolean(Pager.show(text))
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
            LuaFunction(
                "height",
                "(stream: \"stdin\"|\"stdout\"|\"stderr\"): integer?",
                "The terminal's rows, nil where there is none.",
                height
            ),
            LuaFunction(
                "uses_colour",
                "(stream: \"stdin\"|\"stdout\"|\"stderr\"): boolean",
                "Whether what is written there gets colour: by the terminal, NO_COLOR, CLICOLOR_FORCE and --color.",
                usesColour
            ),
            LuaFunction("is_utf8", "(): boolean", "Whether the locale shows texts in UTF-8.", isUTF8),
            LuaFunction(
                "page",
                "(text: string): boolean",
                "Shows a long text in the user's pager; false, with nothing shown, where there is no need or no way.",
                page
            ).parameters(LuaParameter("text", "The text, with its last line ended.")),
        ]
    )
}
