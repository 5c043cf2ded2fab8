internal import CLua
internal import CLuaShim

/// Reads values from a Lua stack, with calls that cannot raise.
struct LuaStack {
    let lua: OpaquePointer
    let engine: LuaEngine

    /// How deep tables may lie in one another.
    static let depthLimit = 100

    func value(at index: Int32, keepingTables: Bool = false) throws(LuaError) -> LuaValue {
        var value = kl_value()
        guard lua_checkstack(lua, 4) != 0 else { throw .memory }
        kl_load(lua, index, &value)
        if keepingTables, value.tag == KL_TABLE { return .reference(try reference(at: index)) }
        return try self.value(of: value, at: index)
    }

    func value(of value: kl_value, at index: Int32) throws(LuaError) -> LuaValue {
        if value.tag == KL_TABLE { return .table(try table(at: index)) }
        return try scalar(value, at: index)
    }

    private func scalar(_ value: kl_value, at index: Int32) throws(LuaError) -> LuaValue {
        switch value.tag {
        case KL_NONE, KL_NIL: return .nil
        case KL_BOOLEAN: return .boolean(value.integer != 0)
        case KL_INTEGER: return .integer(value.integer)
        case KL_NUMBER: return .number(value.number)
        case KL_STRING:
            return .string(LuaString(bytes: Array(UnsafeRawBufferPointer(start: value.bytes, count: value.length))))
        case KL_NULL: return .null
        case KL_OBJECT:
            if let object = engine.object(in: value) { return .object(object) }
            return .reference(try reference(at: index))
        default: return .reference(try reference(at: index))
        }
    }

    func reference(at index: Int32) throws(LuaError) -> LuaReference {
        guard lua_checkstack(lua, 4) != 0 else { throw .memory }
        var value = kl_value()
        kl_load(lua, index, &value)
        let name = engine.typeName(of: value, lua: lua, at: index)
        lua_pushvalue(lua, index)
        let slot = kl_reference(lua)
        guard slot != kl_noref() else {
            kl_pop(lua, 1)
            throw .memory
        }
        return LuaReference(slot: slot, typeName: name, released: engine.released)
    }

    func table(at index: Int32) throws(LuaError) -> LuaTable {
        var path: [UnsafeRawPointer] = []
        return try table(at: lua_absindex(lua, index), path: &path)
    }

    private func table(at index: Int32, path: inout [UnsafeRawPointer]) throws(LuaError) -> LuaTable {
        guard let identity = lua_topointer(lua, index), lua_checkstack(lua, 8) != 0 else { throw .memory }
        guard path.count < Self.depthLimit else {
            throw LuaError(code: "bad_table", "table nested more than \(Self.depthLimit) levels deep")
        }
        guard !path.contains(identity) else { throw LuaError(code: "bad_table", "table contains itself") }
        path.append(identity)
        let top = lua_gettop(lua)
        defer { lua_settop(lua, top) }
        var table = LuaTable(list: [])
        try readList(at: index, into: &table, path: &path)
        try readFields(at: index, into: &table, path: &path)
        table.isList = kl_is_marked_list(lua, index) || (!table.list.isEmpty && table.fields.isEmpty)
        path.removeLast()
        return table
    }

    private func readList(
        at index: Int32,
        into table: inout LuaTable,
        path: inout [UnsafeRawPointer]
    ) throws(LuaError) {
        let length = Int64(lua_rawlen(lua, index))
        var position: Int64 = 1
        while position <= length {
            if lua_rawgeti(lua, index, position) == LUA_TNIL {
                kl_pop(lua, 1)
                return
            }
            table.list.append(try item(path: &path))
            kl_pop(lua, 1)
            position += 1
        }
    }

    private func readFields(
        at index: Int32,
        into table: inout LuaTable,
        path: inout [UnsafeRawPointer]
    ) throws(LuaError) {
        let listed = Int64(table.list.count)
        lua_pushnil(lua)
        // The table is not changed meanwhile, so the key is always valid and lua_next does not raise.
        while lua_next(lua, index) != 0 {
            var key = kl_value()
            kl_load(lua, -2, &key)
            if key.tag == KL_INTEGER, key.integer >= 1, key.integer <= listed {
                kl_pop(lua, 1)
                continue
            }
            let keyValue =
                key.tag == KL_TABLE
                ? LuaValue.reference(try reference(at: lua_gettop(lua) - 1)) : try scalar(key, at: lua_gettop(lua) - 1)
            table.fields.append((keyValue, try item(path: &path)))
            kl_pop(lua, 1)
        }
    }

    /// The value on top of the stack, which stays there.
    private func item(path: inout [UnsafeRawPointer]) throws(LuaError) -> LuaValue {
        var value = kl_value()
        kl_load(lua, -1, &value)
        let index = lua_gettop(lua)
        if value.tag == KL_TABLE { return .table(try table(at: index, path: &path)) }
        return try scalar(value, at: index)
    }
}

/// Numbers as Lua writes them.
enum LuaNumberText {
    /// Shortest text that reads back the same, visibly a float.
    static func text(_ number: Double) -> String {
        if number.isNaN { return number.sign == .minus ? "-nan" : "nan" }
        if number.isInfinite { return number < 0 ? "-inf" : "inf" }
        return "\(number)"
    }
}
