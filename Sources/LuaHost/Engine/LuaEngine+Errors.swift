internal import CLua
internal import CLuaShim

/// Errors on their way from Lua to Swift.
extension LuaEngine {
    /// The error value on top of the stack, which is popped.
    func popError(_ L: OpaquePointer, _ status: Int32) -> LuaError {
        let top = lua_gettop(L)
        defer { lua_settop(L, top - 1) }
        guard lua_checkstack(L, LUA_MINSTACK) != 0 else { return .memory }
        if kl_is_interrupt(L, top) { return .interrupted }
        if kl_is_exit(L, top), let host { return .exit(kl_exit_status(host)) }
        if status == LUA_ERRMEM { return .memory }
        var error = kl_is_error_object(L, top) ? errorObject(L, top) : plainError(L, top)
        error.original = try? LuaStack(L: L, engine: self).reference(at: top)
        return error
    }

    private func plainError(_ L: OpaquePointer, _ index: Int32) -> LuaError {
        guard kl_describe(L, index) == LUA_OK, let message = Self.text(L, -1) else {
            return LuaError(code: "error", "an error that cannot be shown")
        }
        let isString = lua_type(L, index) == LUA_TSTRING
        if isString, message == "not enough memory" { return .memory }
        var error = LuaError(code: isString ? "error" : field(L, index, "code") ?? "error", message)
        if isString {
            error.where = Self.position(in: message)
        } else if let text = field(L, index, "message") {
            error.message = text
        }
        return error
    }

    private func errorObject(_ L: OpaquePointer, _ index: Int32) -> LuaError {
        var error = LuaError(code: field(L, index, "code") ?? "error", field(L, index, "message") ?? "")
        error.where = field(L, index, "where")
        error.traceback = field(L, index, "traceback")
        guard kl_raw_field(L, index, "details", 7) == LUA_OK, lua_type(L, -1) == LUA_TTABLE,
            let details = try? LuaStack(L: L, engine: self).table(at: lua_gettop(L))
        else { return error }
        for (key, value) in details.fields {
            if let key = key.text, let detail = LuaDetail(value) { error.details[key] = detail }
        }
        return error
    }

    /// A text field of a table by raw access.
    private func field(_ L: OpaquePointer, _ index: Int32, _ name: String) -> String? {
        guard lua_type(L, index) == LUA_TTABLE else { return nil }
        let top = lua_gettop(L)
        defer { lua_settop(L, top) }
        guard kl_raw_field(L, index, name, name.utf8.count) == LUA_OK else { return nil }
        return Self.text(L, -1)
    }

    /// `file.lua:12` at the start of one of Lua's own messages.
    private static func position(in message: String) -> String? {
        let parts = message.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, !parts[1].isEmpty, parts[1].allSatisfy(\.isNumber) else { return nil }
        return "\(parts[0]):\(parts[1])"
    }
}
