internal import CLua
internal import CLuaShim

extension LuaEngine {
    /// Compiles a chunk.
    ///
    /// A first line that starts with `#` is skipped in files and standard input. A syntax error has the code `syntax`;
    /// its detail `incomplete` is true when the text only needs to go on.
    ///
    /// - Parameters:
    ///   - source: The text; bytecode is refused.
    ///   - name: The chunk name as Lua has it: `@file`, `=stdin`.
    ///   - environment: The table in which the chunk finds its globals, if those are others than the engine's.
    public func compile(
        _ source: [UInt8],
        name: String,
        environment: LuaReference? = nil
    ) throws(LuaError) -> LuaReference {
        let lua = try enter()
        let text = Self.withoutFirstComment(source, name: name)
        let status = text.withUnsafeBytes { bytes in
            kl_load_chunk(lua, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count, name)
        }
        guard status == LUA_OK else { throw syntaxError(popError(lua, status)) }
        defer { kl_pop(lua, 1) }
        if let environment {
            try push(.reference(environment), lua)
            lua_setupvalue(lua, -2, 1)
        }
        return try LuaStack(lua: lua, engine: self).reference(at: lua_gettop(lua))
    }

    /// Runs a function as a task under the scheduler.
    ///
    /// Returns when the function has returned and, if `awaitingTasks`, no task is left but daemons. Tables come back by
    /// reference: `table(of:)` copies one.
    public func run(
        _ function: LuaReference,
        _ arguments: [LuaValue] = [],
        awaitingTasks: Bool = true
    ) throws(LuaError) -> [LuaValue] {
        guard current == nil, !scheduler.isRunning else {
            throw LuaError(code: "busy", "the engine is running already")
        }
        return try counted { () throws(LuaError) in try runTask(function, arguments, awaitingTasks) }
    }

    private func runTask(
        _ function: LuaReference,
        _ arguments: [LuaValue],
        _ awaitingTasks: Bool
    ) throws(LuaError) -> [LuaValue] {
        let lua = try enter()
        try push(function, arguments, lua)
        var thread: OpaquePointer?
        var slot: Int32 = 0
        let status = kl_new_task(lua, Int32(arguments.count), &thread, &slot)
        guard status == LUA_OK, let thread else { throw popError(lua, status) }
        let reference = LuaReference(slot: slot, typeName: "thread", released: released)
        let main = scheduler.add(thread, reference, arguments: Int32(arguments.count), isDaemon: false)
        return try scheduler.run(main, awaitingTasks: awaitingTasks)
    }

    /// Calls a function, protected, here and now.
    ///
    /// Waits inside block.
    ///
    /// Tables come back by reference: `table(of:)` copies one.
    public func call(_ function: LuaReference, _ arguments: [LuaValue] = []) throws(LuaError) -> [LuaValue] {
        try counted { () throws(LuaError) in try callNow(function, arguments) }
    }

    private func callNow(_ function: LuaReference, _ arguments: [LuaValue]) throws(LuaError) -> [LuaValue] {
        let lua = try enter()
        let base = lua_gettop(lua)
        try push(function, arguments, lua)
        let status = kl_call(lua, Int32(arguments.count))
        guard status == LUA_OK else {
            kl_push_last_traceback(lua)
            let traceback = Self.text(lua, -1)
            kl_pop(lua, 1)
            var error = popError(lua, status)
            if error.traceback == nil { error.traceback = traceback }
            if current == nil, let host { kl_arrived(host) }
            throw error
        }
        defer { lua_settop(lua, base) }
        return try values(lua, from: base + 1)
    }

    /// The value of a global variable.
    ///
    /// A table comes by reference.
    public func global(_ name: String) throws(LuaError) -> LuaValue {
        let lua = try enter()
        let bytes = Array(name.utf8CString)
        // The globals may have a metatable of the script's.
        return try counted { () throws(LuaError) -> LuaValue in
            let status = kl_get_global(lua, bytes, bytes.count - 1)
            guard status == LUA_OK else { throw popError(lua, status) }
            defer { kl_pop(lua, 1) }
            return try LuaStack(lua: lua, engine: self).value(at: lua_gettop(lua), keepingTables: true)
        }
    }

    /// Sets a global variable.
    public func setGlobal(_ name: String, _ value: LuaValue) throws(LuaError) {
        let lua = try enter()
        try push(value, lua)
        let bytes = Array(name.utf8CString)
        let status = kl_set_global(lua, bytes, bytes.count - 1)
        guard status == LUA_OK else { throw popError(lua, status) }
    }

    /// A copy of the referenced table.
    public func table(of reference: LuaReference) throws(LuaError) -> LuaTable {
        let lua = try enter()
        let base = lua_gettop(lua)
        defer { lua_settop(lua, base) }
        try push(.reference(reference), lua)
        guard lua_type(lua, -1) == LUA_TTABLE else {
            throw LuaError(code: "bad_argument", "table expected, got \(reference.typeName)")
        }
        return try LuaStack(lua: lua, engine: self).table(at: base + 1)
    }

    /// A value in Lua that stays as long as the reference does; the way to give a table an identity.
    public func reference(to value: LuaValue) throws(LuaError) -> LuaReference {
        let lua = try enter()
        try push(value, lua)
        defer { kl_pop(lua, 1) }
        return try LuaStack(lua: lua, engine: self).reference(at: lua_gettop(lua))
    }

    /// The text of a value as `tostring` gives it; a table without `__tostring` is written out.
    public func describe(_ value: LuaValue) throws(LuaError) -> String {
        let lua = try enter()
        try push(value, lua)
        return try counted { () throws(LuaError) -> String in
            let status = kl_describe(lua, -1)
            guard status == LUA_OK else {
                let error = popError(lua, status)
                kl_pop(lua, 1)
                throw error
            }
            defer { kl_pop(lua, 2) }
            return Self.text(lua, -1) ?? ""
        }
    }

    // MARK: Inside

    /// The stack to work on: that of the code that runs now, else the state's own.
    func stackPointer() throws(LuaError) -> OpaquePointer {
        guard let host else { throw .closedEngine }
        assert(kl_on_owner_thread(host), "a Lua engine belongs to the thread that opened it")
        return current ?? kl_host_state(host)
    }

    /// The same, after giving back what references let go of.
    func enter() throws(LuaError) -> OpaquePointer {
        let lua = try stackPointer()
        for slot in released.take() { kl_unreference(lua, slot) }
        guard lua_checkstack(lua, LUA_MINSTACK) != 0 else { throw .memory }
        return lua
    }

    func push(_ program: UnsafeMutablePointer<kl_program>, _ lua: OpaquePointer) throws(LuaError) {
        let status = kl_program_run(lua, program)
        guard status == LUA_OK else { throw popError(lua, status) }
    }

    func push(_ value: LuaValue, _ lua: OpaquePointer) throws(LuaError) {
        var program = try LuaProgram(self)
        try program.append(value)
        try push(program.take(results: 1), lua)
    }

    private func push(_ function: LuaReference, _ arguments: [LuaValue], _ lua: OpaquePointer) throws(LuaError) {
        var program = try LuaProgram(self)
        try program.append(.reference(function))
        for argument in arguments { try program.append(argument) }
        try push(program.take(results: arguments.count + 1), lua)
    }

    func values(_ lua: OpaquePointer, from first: Int32) throws(LuaError) -> [LuaValue] {
        var values: [LuaValue] = []
        var index = first
        let top = lua_gettop(lua)
        while index <= top {
            values.append(try LuaStack(lua: lua, engine: self).value(at: index, keepingTables: true))
            index += 1
        }
        return values
    }

    /// Bytes of a string as text; nil for other values.
    static func text(_ lua: OpaquePointer, _ index: Int32) -> String? {
        var length = 0
        guard lua_type(lua, index) == LUA_TSTRING, let bytes = lua_tolstring(lua, index, &length) else { return nil }
        return String(decoding: UnsafeRawBufferPointer(start: bytes, count: length), as: UTF8.self)
    }

    private static func withoutFirstComment(_ source: [UInt8], name: String) -> ArraySlice<UInt8> {
        var text = source[...]
        if text.starts(with: [0xEF, 0xBB, 0xBF]) { text = text.dropFirst(3) }
        guard text.first == UInt8(ascii: "#"), name.hasPrefix("@") || name == "=stdin" else { return text }
        return text.firstIndex(of: UInt8(ascii: "\n")).map { text[$0...] } ?? []
    }

    private func syntaxError(_ error: LuaError) -> LuaError {
        guard error.code == "error" else { return error }
        var syntax = error
        syntax.code = "syntax"
        syntax.original = nil
        if error.message.hasSuffix("<eof>") { syntax.details["incomplete"] = true }
        return syntax
    }
}
