import CStdlib
import Glibc
import LuaHost

/// The results of `-p` on standard output, each on lines of its own.
struct ResultPrinter {
    let asJSON: Bool
    let colour: ColourChoice

    func write(_ values: [LuaValue], _ lua: LuaEngine) throws(LuaError) {
        guard !values.isEmpty else { return }
        let function = asJSON ? "json.encode(...)" : "inspect.format(...)"
        let source = "return karst.\(function)"
        let format = try lua.compile(Array(source.utf8), name: "=karst")
        for value in values {
            let arguments = asJSON ? [value] : [value, options]
            do {
                guard case .string(let text)? = try lua.run(format, arguments).first else { continue }
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

    private var options: LuaValue {
        let columns = Int64(karst_terminal_width(STDOUT_FILENO))
        return .table(
            LuaTable(fields: [
                ("colour", .boolean(colour.isOn)), ("width", .integer(columns > 0 ? columns : 80)),
            ])
        )
    }
}
