import Karst

/// A subcommand whose work is a function of karst's Lua library.
///
/// The function gets one table and gives the exit status; wrong use it reports itself.
struct LibraryCommand {
    let module: String
    let function: String

    /// Calls the function; throws the status that ends the program, unless a signal does.
    func run(_ options: LibraryOptions) throws(CommandStatus) {
        let status = EngineSession.run { lua in
            do throws(LuaError) {
                return try call(lua, .table(LuaTable(fields: options.fields)))
            } catch {
                return Self.status(of: error)
            }
        }
        if status != ExitStatus.success { throw CommandStatus(status) }
    }

    private func call(_ lua: LuaEngine, _ options: LuaValue) throws(LuaError) -> Int32 {
        let source = "local options = ... return require(\"\(module)\").\(function)(options)"
        let main = try lua.compile(Array(source.utf8), name: "=\(module)")
        return try RunnerStatus.of(try lua.run(main, [options]).first, module)
    }

    /// What users did is not wrong here: a sentence, and no traceback of our own library.
    private static func status(of error: LuaError) -> Int32 {
        if let status = ErrorReport.status(of: error) { return status }
        Console.reportError(error.message)
        return ExitStatus.failure
    }
}

/// What a function of the library gets: what was not said is left out.
struct LibraryOptions {
    fileprivate private(set) var fields: [(String, LuaValue)] = []

    mutating func set(_ name: String, _ text: String?) {
        if let text { fields.append((name, .text(text))) }
    }

    mutating func set(_ name: String, _ list: [String]?) {
        if let list { fields.append((name, LuaValue.table(LuaTable(list: list.map { .text($0) })))) }
    }

    mutating func set(_ name: String, _ number: Int?) {
        if let number { fields.append((name, .integer(Int64(number)))) }
    }

    mutating func set(_ name: String, _ number: Double?) {
        if let number { fields.append((name, .number(number))) }
    }

    mutating func set(_ name: String, _ flag: Bool) {
        fields.append((name, .boolean(flag)))
    }
}
