internal import CLua
internal import CLuaShim

/// Builds the instructions from which C makes values on a Lua stack, when no Swift frame is in the way.
struct LuaProgram: ~Copyable {
    private let program: UnsafeMutablePointer<kl_program>
    private var isTaken = false
    private let engine: LuaEngine

    init(_ engine: LuaEngine) throws(LuaError) {
        guard let host = engine.host else { throw .closedEngine }
        guard let program = kl_program_take(host) else { throw .memory }
        self.program = program
        self.engine = engine
    }

    deinit {
        if !isTaken, let host = engine.host { kl_program_return(host, program) }
    }

    /// Hands the instructions over to C, which gives them back to the pool.
    consuming func take(results: Int) -> UnsafeMutablePointer<kl_program> {
        program.pointee.results = Int32(results)
        isTaken = true
        return program
    }

    /// Appends the value.
    mutating func append(_ value: LuaValue) throws(LuaError) {
        switch value {
        case .nil: try emit(KL_NIL)
        case .boolean(let flag): try emit(KL_BOOLEAN, flag ? 1 : 0)
        case .integer(let integer): try emit(KL_INTEGER, integer)
        case .number(let number): try emit(number)
        case .string(let string): try append(string)
        case .table(let table): try append(table)
        case .object(let object): try append(object)
        case .reference(let reference): try append(reference)
        case .function(let function): try append(function, isMethod: false)
        case .null: try emit(KL_NULL)
        case .doubles(let numbers): try append(KL_DOUBLES, numbers)
        case .integers(let numbers): try append(KL_INTEGERS, numbers)
        }
    }

    /// Appends a string.
    mutating func append(text: String) throws(LuaError) {
        try append(.text(text))
    }

    /// Appends a table.
    mutating func append(_ table: LuaTable) throws(LuaError) {
        try beginTable(list: table.list.count, fields: table.fields.count)
        var position: Int64 = 1
        for item in table.list {
            try append(item)
            try emit(KL_SETITEM, position)
            position += 1
        }
        for field in table.fields {
            try append(field.key)
            try append(field.value)
            try emit(KL_SETFIELD)
        }
        if table.isList { try emit(KL_MARKLIST) }
    }

    /// Starts a table; `set` and `endField` fill it.
    mutating func beginTable(list: Int = 0, fields: Int = 0) throws(LuaError) {
        try emit(KL_NEWTABLE, Int64(min(list, Int(Int32.max))), length: min(fields, Int(Int32.max)))
    }

    /// Sets a field of the table under way.
    mutating func set(_ key: String, _ value: LuaValue) throws(LuaError) {
        try append(text: key)
        try append(value)
        try endField()
    }

    /// Puts the last value under the last key but one.
    mutating func endField() throws(LuaError) {
        try emit(KL_SETFIELD)
    }

    /// Puts the last value at a list position.
    mutating func endItem(_ position: Int64) throws(LuaError) {
        try emit(KL_SETITEM, position)
    }

    /// Appends a function or a method of ours.
    mutating func append(_ function: LuaFunction, isMethod: Bool) throws(LuaError) {
        let index = engine.register(function)
        try emit(KL_CALLABLE, Int64(index), type: isMethod ? 1 : 0)
    }

    /// Appends the function that starts an iteration over elements.
    mutating func appendElements() throws(LuaError) {
        try emit(KL_ELEMENTS)
    }

    /// Appends the method that closes an object.
    mutating func appendClose() throws(LuaError) {
        try emit(KL_CLOSE)
    }

    /// Appends the function that spawns tasks.
    mutating func appendSpawn(taskType: Int32, takesOptions: Bool) throws(LuaError) {
        try emit(KL_SPAWN, Int64(taskType), length: takesOptions ? 1 : 0)
    }

    /// Appends the error as the object that Lua sees; an error that came from Lua as the very value it was.
    mutating func append(_ error: LuaError) throws(LuaError) {
        switch error.kind {
        case .interrupt: return try emit(KL_SENTINEL, Int64(KL_INTERRUPTED))
        case .exit: return try emit(KL_SENTINEL, Int64(KL_EXITING))
        case .limit(let kind): return try emit(KL_SENTINEL, Int64(kind))
        case .ordinary: break
        }
        if let original = error.original, original.released === engine.released { return try append(original) }
        try beginTable(fields: error.details.count + 5)
        for (key, detail) in error.details { try set(key, detail.luaValue) }
        try set("code", .text(error.code))
        try set("message", .text(error.message))
        if let place = error.where { try set("where", .text(place)) }
        if let traceback = error.traceback { try set("traceback", .text(traceback)) }
        try append(text: "details")
        try append(LuaTable(fields: error.details.map { ($0.key, $0.value.luaValue) }))
        try endField()
        try emit(KL_MARKERROR)
    }

    // MARK: Instructions

    private mutating func append(_ string: LuaString) throws(LuaError) {
        let (offset, count) = string.withBytes { (kl_program_bytes(program, $0.baseAddress, $0.count), $0.count) }
        guard offset >= 0 else { throw .memory }
        try emit(KL_STRING, offset, length: count)
    }

    private mutating func append<T: BitwiseCopyable>(_ tag: Int32, _ numbers: [T]) throws(LuaError) {
        let offset = numbers.withUnsafeBytes { kl_program_bytes(program, $0.baseAddress, $0.count) }
        guard offset >= 0, numbers.count <= Int(Int32.max) else { throw .memory }
        try emit(tag, offset, length: numbers.count)
    }

    private mutating func append(_ object: any LuaObject) throws(LuaError) {
        let type = try engine.typeID(of: object)
        var value = kl_value()
        value.tag = KL_OBJECT
        value.type = type
        value.length = engine.externalBytes(of: object)
        value.object = Unmanaged.passRetained(object as AnyObject).toOpaque()
        guard kl_program_append(program, value) else {
            engine.letGo(of: object, external: 0)
            Unmanaged<AnyObject>.fromOpaque(value.object).release()
            throw .memory
        }
        engine.liveObjects += 1
    }

    private mutating func append(_ reference: LuaReference) throws(LuaError) {
        guard reference.released === engine.released else {
            throw LuaError(code: "bad_argument", "the \(reference.typeName) belongs to another engine")
        }
        try emit(KL_REFERENCE, Int64(reference.slot))
    }

    private mutating func emit(_ number: Double) throws(LuaError) {
        var value = kl_value()
        value.tag = KL_NUMBER
        value.number = number
        guard kl_program_append(program, value) else { throw .memory }
    }

    private mutating func emit(
        _ tag: Int32,
        _ integer: Int64 = 0,
        type: Int32 = 0,
        length: Int = 0
    ) throws(LuaError) {
        var value = kl_value()
        value.tag = tag
        value.type = type
        value.integer = integer
        value.length = length
        guard kl_program_append(program, value) else { throw .memory }
    }
}

extension LuaDetail {
    var luaValue: LuaValue {
        switch self {
        case .string(let text): .text(text)
        case .integer(let integer): .integer(integer)
        case .number(let number): .number(number)
        case .boolean(let flag): .boolean(flag)
        }
    }

    /// The detail that a Lua value stands for, if it is plain enough.
    init?(_ value: LuaValue) {
        switch value {
        case .string(let string): self = .string(string.description)
        case .integer(let integer): self = .integer(integer)
        case .number(let number): self = .number(number)
        case .boolean(let flag): self = .boolean(flag)
        default: return nil
        }
    }
}
