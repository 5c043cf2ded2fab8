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
    public func compile(_ source: [UInt8], name: String) throws(LuaError) -> LuaReference {
        let L = try enter()
        let text = Self.withoutFirstComment(source, name: name)
        let status = text.withUnsafeBytes { bytes in
            kl_load_chunk(L, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count, name)
        }
        guard status == LUA_OK else { throw syntaxError(popError(L, status)) }
        defer { kl_pop(L, 1) }
        return try LuaStack(L: L, engine: self).reference(at: lua_gettop(L))
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
        let L = try enter()
        guard current == nil, !scheduler.isRunning else {
            throw LuaError(code: "busy", "the engine is running already")
        }
        try push(function, arguments, L)
        var thread: OpaquePointer?
        var slot: Int32 = 0
        let status = kl_new_task(L, Int32(arguments.count), &thread, &slot)
        guard status == LUA_OK, let thread else { throw popError(L, status) }
        let reference = LuaReference(slot: slot, typeName: "thread", released: released)
        let main = scheduler.add(thread, reference, arguments: Int32(arguments.count), isDaemon: false)
        return try scheduler.run(main, awaitingTasks: awaitingTasks)
    }

    /// Calls a function, protected, here and now. Waits inside block.
    ///
    /// Tables come back by reference: `table(of:)` copies one.
    public func call(_ function: LuaReference, _ arguments: [LuaValue] = []) throws(LuaError) -> [LuaValue] {
        let L = try enter()
        let base = lua_gettop(L)
        try push(function, arguments, L)
        let status = kl_call(L, Int32(arguments.count))
        guard status == LUA_OK else {
            kl_push_last_traceback(L)
            let traceback = Self.text(L, -1)
            kl_pop(L, 1)
            var error = popError(L, status)
            if error.traceback == nil { error.traceback = traceback }
            if current == nil, let host { kl_arrived(host) }
            throw error
        }
        defer { lua_settop(L, base) }
        return try values(L, from: base + 1)
    }

    /// The value of a global variable. A table comes by reference.
    public func global(_ name: String) throws(LuaError) -> LuaValue {
        let L = try enter()
        let bytes = Array(name.utf8CString)
        let status = kl_get_global(L, bytes, bytes.count - 1)
        guard status == LUA_OK else { throw popError(L, status) }
        defer { kl_pop(L, 1) }
        return try LuaStack(L: L, engine: self).value(at: lua_gettop(L), keepingTables: true)
    }

    /// Sets a global variable.
    public func setGlobal(_ name: String, _ value: LuaValue) throws(LuaError) {
        let L = try enter()
        try push(value, L)
        let bytes = Array(name.utf8CString)
        let status = kl_set_global(L, bytes, bytes.count - 1)
        guard status == LUA_OK else { throw popError(L, status) }
    }

    /// A copy of the referenced table.
    public func table(of reference: LuaReference) throws(LuaError) -> LuaTable {
        let L = try enter()
        let base = lua_gettop(L)
        defer { lua_settop(L, base) }
        try push(.reference(reference), L)
        guard lua_type(L, -1) == LUA_TTABLE else {
            throw LuaError(code: "bad_argument", "table expected, got \(reference.typeName)")
        }
        return try LuaStack(L: L, engine: self).table(at: base + 1)
    }

    /// A value in Lua that stays as long as the reference does; the way to give a table an identity.
    public func reference(to value: LuaValue) throws(LuaError) -> LuaReference {
        let L = try enter()
        try push(value, L)
        defer { kl_pop(L, 1) }
        return try LuaStack(L: L, engine: self).reference(at: lua_gettop(L))
    }

    /// The text of a value as `tostring` gives it; a table without `__tostring` is written out.
    public func describe(_ value: LuaValue) throws(LuaError) -> String {
        let L = try enter()
        try push(value, L)
        let status = kl_describe(L, -1)
        guard status == LUA_OK else {
            let error = popError(L, status)
            kl_pop(L, 1)
            throw error
        }
        defer { kl_pop(L, 2) }
        return Self.text(L, -1) ?? ""
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
        let L = try stackPointer()
        for slot in released.take() { kl_unreference(L, slot) }
        guard lua_checkstack(L, LUA_MINSTACK) != 0 else { throw .memory }
        return L
    }

    func push(_ program: UnsafeMutablePointer<kl_program>, _ L: OpaquePointer) throws(LuaError) {
        let status = kl_program_run(L, program)
        guard status == LUA_OK else { throw popError(L, status) }
    }

    func push(_ value: LuaValue, _ L: OpaquePointer) throws(LuaError) {
        var program = try LuaProgram(self)
        try program.append(value)
        try push(program.take(results: 1), L)
    }

    private func push(_ function: LuaReference, _ arguments: [LuaValue], _ L: OpaquePointer) throws(LuaError) {
        var program = try LuaProgram(self)
        try program.append(.reference(function))
        for argument in arguments { try program.append(argument) }
        try push(program.take(results: arguments.count + 1), L)
    }

    func values(_ L: OpaquePointer, from first: Int32) throws(LuaError) -> [LuaValue] {
        var values: [LuaValue] = []
        var index = first
        let top = lua_gettop(L)
        while index <= top {
            values.append(try LuaStack(L: L, engine: self).value(at: index, keepingTables: true))
            index += 1
        }
        return values
    }

    /// Bytes of a string as text; nil for other values.
    static func text(_ L: OpaquePointer, _ index: Int32) -> String? {
        var length = 0
        guard lua_type(L, index) == LUA_TSTRING, let bytes = lua_tolstring(L, index, &length) else { return nil }
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
