import LuaHost

/// The results of `-p` on standard output, each on lines of its own.
struct ResultPrinter {
    let asJSON: Bool

    func write(_ values: [LuaValue], _ lua: LuaEngine) throws(LuaError) {
        guard !values.isEmpty else { return }
        let source =
            asJSON
            ? "return karst.json.encode((...))"
            : "return karst.inspect.format((...), karst.inspect.for_terminal())"
        let format = try lua.compile(Array(source.utf8), name: "=karst")
        for value in values {
            do {
                guard case .string(let text)? = try lua.run(format, [value]).first else { continue }
                Output.write(text.bytes + [UInt8(ascii: "\n")])
            } catch {
                throw Self.withoutPlace(error)
            }
        }
    }

    /// The place would be one of our own.
    private static func withoutPlace(_ error: LuaError) -> LuaError {
        var error = error
        (error.where, error.traceback) = (nil, nil)
        return error
    }
}
