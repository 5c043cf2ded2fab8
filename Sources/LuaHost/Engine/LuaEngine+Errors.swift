internal import CLua
internal import CLuaShim

/// Errors on their way from Lua to Swift.
extension LuaEngine {
    /// The error value on top of the stack, which is popped.
    func popError(_ lua: OpaquePointer, _ status: Int32) -> LuaError {
        let top = lua_gettop(lua)
        defer { lua_settop(lua, top - 1) }
        guard lua_checkstack(lua, LUA_MINSTACK) != 0 else { return .memory }
        switch kl_sentinel_kind(lua, top) {
        case 0: break
        case KL_INTERRUPTED: return .interrupted
        case KL_EXITING: return .exit(host.map { kl_exit_status($0) } ?? 0)
        case let kind: if let error = LuaError.limit(kind) { return error }
        }
        if status == LUA_ERRMEM { return .memory }
        var error = kl_is_error_object(lua, top) ? errorObject(lua, top) : plainError(lua, top)
        error.original = try? LuaStack(lua: lua, engine: self).reference(at: top)
        return error
    }

    private func plainError(_ lua: OpaquePointer, _ index: Int32) -> LuaError {
        guard kl_describe(lua, index) == LUA_OK, let message = Self.text(lua, -1) else {
            return passedLimit ?? LuaError(code: "error", "an error that cannot be shown")
        }
        let isString = lua_type(lua, index) == LUA_TSTRING
        if isString, message == "not enough memory" { return .memory }
        var error = LuaError(code: isString ? "error" : field(lua, index, "code") ?? "error", message)
        if isString {
            error.where = Self.position(in: message)
        } else if let text = field(lua, index, "message") {
            error.message = text
        }
        return error
    }

    private func errorObject(_ lua: OpaquePointer, _ index: Int32) -> LuaError {
        var error = LuaError(code: field(lua, index, "code") ?? "error", field(lua, index, "message") ?? "")
        error.where = field(lua, index, "where")
        error.traceback = field(lua, index, "traceback")
        guard kl_raw_field(lua, index, "details", 7) == LUA_OK, lua_type(lua, -1) == LUA_TTABLE,
            let details = try? LuaStack(lua: lua, engine: self).table(at: lua_gettop(lua))
        else { return error }
        for (key, value) in details.fields {
            if let key = key.text, let detail = LuaDetail(value) { error.details[key] = detail }
        }
        return error
    }

    /// A text field of a table by raw access.
    private func field(_ lua: OpaquePointer, _ index: Int32, _ name: String) -> String? {
        guard lua_type(lua, index) == LUA_TTABLE else { return nil }
        let top = lua_gettop(lua)
        defer { lua_settop(lua, top) }
        guard kl_raw_field(lua, index, name, name.utf8.count) == LUA_OK else { return nil }
        return Self.text(lua, -1)
    }

    /// `file.lua:12` at the start of one of Lua's own messages.
    private static func position(in message: String) -> String? {
        let parts = message.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, !parts[1].isEmpty, parts[1].allSatisfy(\.isNumber) else { return nil }
        return "\(parts[0]):\(parts[1])"
    }
}
