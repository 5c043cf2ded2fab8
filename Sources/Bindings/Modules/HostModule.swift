package import LuaHost

private let levels = ["debug", "info", "warn", "error"]

private func progress(_ call: borrowing LuaCall, _ listeners: HostListeners) throws(LuaError) -> LuaValue {
    let label = try call.string(1, "label")
    let (done, total) = (try call.integer(2, "done"), try call.integer(3, "total"))
    let note = try call.optionalString(4, "note")
    guard let listener = listeners.progress else { return .boolean(false) }
    listener(label, done, total, note)
    return .boolean(true)
}

private func log(_ call: borrowing LuaCall, _ listeners: HostListeners) throws(LuaError) -> LuaValue {
    let (level, message) = (try call.string(1, "level"), try call.string(2, "message"))
    guard levels.contains(level) else {
        let known = levels.map { "'\($0)'" }.joined(separator: ", ")
        throw LuaError.badArgument(1, "level", "one of \(known) expected, got '\(level)'")
    }
    guard let listener = listeners.log else { return .boolean(false) }
    listener(level, message)
    return .boolean(true)
}

extension LuaModule {
    /// What a script can tell the program that its engine is embedded in.
    package static func host(_ listeners: HostListeners) -> LuaModule {
        LuaModule(
            name: "host",
            summary: "The program around the engine, where it listens.",
            functions: [
                LuaFunction(
                    "progress",
                    "(label: string, done: integer, total: integer, note?: string): boolean",
                    "Tells the program how far a job is; false when it does not listen."
                ) { (call) throws(LuaError) -> LuaValue in try progress(call, listeners) }.parameters(
                    LuaParameter("note", "A few words about the state.", default: "none")
                ),
                LuaFunction(
                    "log",
                    "(level: \"debug\"|\"info\"|\"warn\"|\"error\", message: string): boolean",
                    "Gives the program a message for its log; false when it keeps none."
                ) { (call) throws(LuaError) -> LuaValue in try log(call, listeners) },
            ]
        )
    }
}
