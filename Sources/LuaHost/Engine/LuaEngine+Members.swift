internal import CLua
internal import CLuaShim

/// What a prompt needs to complete and explain, without running code of the script.
extension LuaEngine {
    /// The modules written in Swift, of all namespaces.
    public var modules: [LuaModule] { namespaces.flatMap(\.modules) }

    /// The names that can follow a value, without calling anything of the script's.
    ///
    /// Of an object: methods and properties. Of a table: its text keys and those of the tables behind `__index`, and for a
    /// namespace all its modules, loaded or not.
    public func members(of value: LuaValue) throws(LuaError) -> [LuaMember] {
        switch value {
        case .object(let object): return type(of: object).luaType.members
        case .reference(let reference): return try members(of: reference)
        case .string:
            guard case .reference(let library) = try global("string") else { return [] }
            return try members(of: library).map { LuaMember($0.name, .method, $0.signature, $0.summary) }
        default: return []
        }
    }

    /// The value of a field by raw access and through tables behind `__index`; nil where code would have to run.
    ///
    /// A module of a namespace is loaded.
    public func member(_ name: String, of value: LuaValue) throws(LuaError) -> LuaValue? {
        guard case .reference(let reference) = value, reference.typeName == "table" else { return nil }
        if let position = namespaces.firstIndex(where: {
            $0.table.slot == reference.slot || isSame($0.table, reference)
        }),
            namespaces[position].names.contains(name)
        {
            return try loadModule(name, in: position).map { .reference($0) }
        }
        let lua = try enter()
        let base = lua_gettop(lua)
        defer { lua_settop(lua, base) }
        try push(value, lua)
        for _ in 0..<8 where lua_type(lua, -1) == LUA_TTABLE {
            guard kl_raw_field(lua, -1, name, name.utf8.count) == LUA_OK else { return nil }
            if lua_type(lua, -1) != LUA_TNIL {
                return try LuaStack(lua: lua, engine: self).value(at: lua_gettop(lua), keepingTables: true)
            }
            kl_pop(lua, 1)
            guard pushIndexTable(lua) else { return nil }
        }
        return nil
    }

    /// The registration behind a function of ours.
    public func registration(of function: LuaReference) throws(LuaError) -> LuaFunction? {
        let lua = try enter()
        try push(.reference(function), lua)
        defer { kl_pop(lua, 1) }
        let index = kl_callable_index(lua, -1)
        return index >= 0 ? functions[Int(index)] : nil
    }

    private func isSame(_ a: LuaReference, _ b: LuaReference) -> Bool {
        guard let lua = try? enter(), a.released === b.released else { return false }
        kl_push_reference(lua, a.slot)
        kl_push_reference(lua, b.slot)
        defer { kl_pop(lua, 2) }
        return lua_rawequal(lua, -1, -2) != 0
    }

    private func members(of table: LuaReference) throws(LuaError) -> [LuaMember] {
        let lua = try enter()
        let base = lua_gettop(lua)
        defer { lua_settop(lua, base) }
        try push(.reference(table), lua)
        var found: [LuaMember] = []
        for namespace in namespaces where isSame(namespace.table, table) {
            found += namespace.names.map { name in
                LuaMember(name, .module, "", namespace.modules.first { $0.name == name }?.summary ?? "")
            }
        }
        var seen = Set(found.map(\.name))
        for _ in 0..<8 where lua_type(lua, -1) == LUA_TTABLE {
            for member in textKeys(lua) where seen.insert(member.name).inserted { found.append(member) }
            guard pushIndexTable(lua) else { break }
        }
        return found
    }

    /// Replaces the table on top by the table behind its `__index`.
    private func pushIndexTable(_ lua: OpaquePointer) -> Bool {
        guard lua_getmetatable(lua, -1) != 0 else { return false }
        guard kl_raw_field(lua, -1, "__index", 7) == LUA_OK, lua_type(lua, -1) == LUA_TTABLE else { return false }
        return true
    }

    /// The text keys of the table on top, in alphabetical order.
    private func textKeys(_ lua: OpaquePointer) -> [LuaMember] {
        var found: [LuaMember] = []
        let table = lua_gettop(lua)
        lua_pushnil(lua)
        while lua_next(lua, table) != 0 {
            if let name = Self.text(lua, -2) { found.append(member(name, lua)) }
            kl_pop(lua, 1)
        }
        return found.sorted { $0.name < $1.name }
    }

    private func member(_ name: String, _ lua: OpaquePointer) -> LuaMember {
        guard lua_type(lua, -1) == LUA_TFUNCTION else {
            return LuaMember(name, .field)
        }
        let index = kl_callable_index(lua, -1)
        guard index >= 0 else { return LuaMember(name, .function) }
        let function = functions[Int(index)]
        return LuaMember(name, .function, function.signature, function.summary)
    }
}
