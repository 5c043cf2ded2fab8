internal import CLua
internal import CLuaShim

/// Functions and types that the engine knows.
extension LuaEngine {
    /// The object in a value, whatever its class.
    func object(in value: kl_value) -> (any LuaObject)? {
        guard value.tag == KL_OBJECT else { return nil }
        return Unmanaged<AnyObject>.fromOpaque(value.object).takeUnretainedValue() as? any LuaObject
    }

    func register(_ function: LuaFunction) -> Int32 {
        functions.append(function)
        bodies.append(function.body, for: host)
        return Int32(functions.count - 1)
    }

    private func registerBehaviour(_ name: String, _ body: LuaType.Behaviour?) -> Int32 {
        guard let body else { return -1 }
        return register(LuaFunction(name, "", "", body: .single(body)))
    }

    /// The id of the object's class, which is made known to Lua on first use.
    func typeID(of object: any LuaObject) throws(LuaError) -> Int32 {
        let metatype = type(of: object)
        if let known = typeIDs[ObjectIdentifier(metatype)] { return known }
        return try define(metatype.luaType, ObjectIdentifier(metatype))
    }

    /// Makes a type known to Lua.
    @discardableResult
    func define(_ type: LuaType, _ identifier: ObjectIdentifier) throws(LuaError) -> Int32 {
        if let known = typeIDs[identifier] { return known }
        let lua = try stackPointer()
        let id = Int32(types.count)
        try pushParts(of: type, lua)
        var specification = kl_type()
        specification.type = id
        specification.identity = UnsafeRawPointer(bitPattern: UInt(bitPattern: identifier))
        specification.describe = registerBehaviour("__tostring", type.describe)
        specification.length = registerBehaviour("__len", type.length)
        specification.element = registerBehaviour("__index", type.element)
        specification.selection = registerBehaviour("__index", type.selection)
        specification.equal = registerBehaviour("__eq", type.equal)
        specification.call = type.call.map { register(LuaFunction("__call", "", "", body: .multiple($0))) } ?? -1
        specification.has_properties = type.properties.isEmpty ? 0 : 1
        specification.keeps_identity = type.keepsIdentity ? 1 : 0
        var name = type.name
        let status = name.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { characters in
                specification.name = characters.baseAddress
                specification.name_length = characters.count
                return kl_define_type(lua, &specification)
            }
        }
        guard status == LUA_OK else { throw popError(lua, status) }
        types.append(TypeEntry(type: type, identifier: identifier))
        typeIDs[identifier] = id
        return id
    }

    /// Leaves methods, getters, property names, the directory and metamethods on the stack.
    private func pushParts(of type: LuaType, _ lua: OpaquePointer) throws(LuaError) {
        var program = try LuaProgram(self)
        try program.beginTable(fields: type.methods.count)
        for method in type.methods {
            try program.append(text: method.name)
            switch method.body {
            case .elements: try program.appendElements()
            case .close: try program.appendClose()
            default: try program.append(method, isMethod: true)
            }
            try program.endField()
        }
        try program.beginTable(fields: type.properties.count)
        for property in type.properties {
            try program.set(
                property.name,
                .integer(Int64(registerBehaviour(property.name, LuaType.Behaviour(call: property.getter.call))))
            )
        }
        try program.append(LuaTable(list: type.properties.map { .text($0.name) }))
        try program.append(LuaTable(list: type.members.map(\.luaValue)))
        try program.beginTable(fields: type.metamethods.count)
        for metamethod in type.metamethods { try program.set(metamethod.name, .function(metamethod)) }
        try push(program.take(results: 5), lua)
    }

    /// What Lua programmers call the type of a value.
    func typeName(of value: kl_value, lua: OpaquePointer, at index: Int32) -> String {
        switch value.tag {
        case KL_NONE: return "no value"
        case KL_NIL: return "nil"
        case KL_BOOLEAN: return "boolean"
        case KL_INTEGER, KL_NUMBER: return "number"
        case KL_STRING: return "string"
        case KL_NULL: return "null"
        case KL_TABLE: return kl_is_error_object(lua, index) ? "error" : "table"
        case KL_FUNCTION: return "function"
        case KL_THREAD: return "thread"
        case KL_LIGHT: return "light userdata"
        case KL_OBJECT: return types[Int(value.type)].type.name
        case KL_CLOSED: return "closed \(types[Int(value.type)].type.name)"
        default: return "userdata"
        }
    }
}
