internal import CLua
internal import CLuaShim

extension LuaModule {
    /// Tasks that run beside one another on one thread: `spawn`, `sleep`, `now`, `on_interrupt`.
    public static let task = LuaModule(
        name: "task",
        summary: "Functions that run beside one another.",
        functions: [
            LuaFunction(
                "spawn",
                "(options_or_f: table|function, ...: any): Task",
                "Starts a function that runs whenever others wait; options: `daemon`.",
                body: .spawn(takesOptions: true)
            ).options(LuaParameter("daemon", "boolean", "Does not keep the script alive.", default: "false"))
                .parameters(LuaParameter("options_or_f", "The function, or options before it.")),
            LuaFunction("sleep", "(seconds: number)", "Waits; other tasks run meanwhile.", sleep),
            LuaFunction("now", "(): number", "Seconds of a monotonic clock.", now),
            LuaFunction(
                "on_interrupt",
                "(f?: function)",
                "Calls the function on Ctrl-C instead of raising the interrupt; nil undoes that.",
                onInterrupt
            ).parameters(LuaParameter("f", "What Ctrl-C calls.", default: "nil: interrupts are raised again")),
        ],
        types: [LuaTask.luaType]
    )
}

private func sleep(_ call: borrowing LuaCall) throws(LuaError) -> LuaWait {
    let seconds = try call.number(1, "seconds")
    guard seconds >= 0 else { throw .badArgument(1, "seconds", "must not be negative") }
    return .sleep(seconds)
}

private func now(_ call: borrowing LuaCall) throws(LuaError) -> LuaValue {
    .number(LuaClock.now())
}

private func onInterrupt(_ call: borrowing LuaCall) throws(LuaError) -> LuaValue {
    try call.engine.setInterruptHandler(call.optionalFunction(1, "f"))
    return .nil
}

extension LuaEngine {
    /// Makes an interrupt call the function instead of being raised; nil undoes that.
    public func setInterruptHandler(_ function: LuaReference?) throws(LuaError) {
        let lua = try enter()
        try push(function.map { .reference($0) } ?? .nil, lua)
        let status = kl_set_interrupt_handler(lua)
        guard status == LUA_OK else { throw popError(lua, status) }
    }
}
