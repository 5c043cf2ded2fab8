internal import CLua
internal import CLuaShim

/// One call from Lua: its arguments, counted from 1, and for a method its receiver, which is not counted.
public struct LuaCall: ~Copyable {
    let frame: UnsafeMutablePointer<kl_frame>

    init(frame: UnsafeMutablePointer<kl_frame>) {
        self.frame = frame
    }

    /// The engine that the call comes from.
    public var engine: LuaEngine { LuaEngine.owner(of: frame.pointee.host) }

    /// How many arguments there are, trailing nils included.
    public var count: Int { Int(frame.pointee.count) }

    /// Whether the argument is nil or not there.
    public func isAbsent(_ index: Int) -> Bool {
        index > count || frame.pointee.arguments[index - 1].tag == KL_NIL
    }

    /// A text.
    ///
    /// Bytes that are not UTF-8 are an error: see `bytes`.
    public func string(_ index: Int, _ name: String) throws(LuaError) -> String {
        let value = argument(index)
        guard value.tag == KL_STRING else { throw mismatch(index, name, "string") }
        guard let text = LuaString.text(of: Self.buffer(value)) else {
            throw .badArgument(index, name, "text expected, got bytes that are not UTF-8")
        }
        return text
    }

    /// A string's bytes, whatever they are.
    public func bytes(_ index: Int, _ name: String) throws(LuaError) -> [UInt8] {
        let value = argument(index)
        guard value.tag == KL_STRING else { throw mismatch(index, name, "string") }
        return Array(Self.buffer(value))
    }

    /// An integer.
    ///
    /// A float is accepted when it is a whole number, as in Lua's own library.
    public func integer(_ index: Int, _ name: String) throws(LuaError) -> Int64 {
        let value = argument(index)
        if value.tag == KL_INTEGER { return value.integer }
        guard value.tag == KL_NUMBER else { throw mismatch(index, name, "integer") }
        guard let whole = Int64(exactly: value.number) else {
            throw .badArgument(index, name, "integer expected, got \(LuaNumberText.text(value.number))")
        }
        return whole
    }

    /// A number, integer or float.
    public func number(_ index: Int, _ name: String) throws(LuaError) -> Double {
        let value = argument(index)
        if value.tag == KL_NUMBER { return value.number }
        guard value.tag == KL_INTEGER else { throw mismatch(index, name, "number") }
        return Double(value.integer)
    }

    /// A boolean.
    public func boolean(_ index: Int, _ name: String) throws(LuaError) -> Bool {
        let value = argument(index)
        guard value.tag == KL_BOOLEAN else { throw mismatch(index, name, "boolean") }
        return value.integer != 0
    }

    /// A copy of a table.
    public func table(_ index: Int, _ name: String) throws(LuaError) -> LuaTable {
        guard argument(index).tag == KL_TABLE else {
            if let list = try list(index) { return list }
            throw mismatch(index, name, "table")
        }
        do throws(LuaError) {
            return try stack.table(at: stackIndex(index))
        } catch {
            throw error.code == "bad_table" ? .badArgument(index, name, error.message) : error
        }
    }

    /// An object that stands for a list, as one.
    private func list(_ index: Int) throws(LuaError) -> LuaTable? {
        guard let object = engine.object(in: argument(index)) as? any LuaListConvertible else { return nil }
        return object.listTable
    }

    /// A function, kept by identity.
    public func function(_ index: Int, _ name: String) throws(LuaError) -> LuaReference {
        guard argument(index).tag == KL_FUNCTION else { throw mismatch(index, name, "function") }
        return try stack.reference(at: stackIndex(index))
    }

    /// Any value, kept by identity: a table as the very table.
    public func reference(_ index: Int, _ name: String) throws(LuaError) -> LuaReference {
        guard !isAbsent(index) else { throw mismatch(index, name, "value") }
        return try stack.reference(at: stackIndex(index))
    }

    /// Any value; tables are copied.
    ///
    /// nil when there is no such argument.
    public func value(_ index: Int) throws(LuaError) -> LuaValue {
        guard index <= count else { return .nil }
        return try stack.value(of: argument(index), at: stackIndex(index))
    }

    /// All arguments from `first` on; tables are copied.
    public func values(from first: Int = 1) throws(LuaError) -> [LuaValue] {
        var values: [LuaValue] = []
        var index = first
        while index <= count {
            values.append(try value(index))
            index += 1
        }
        return values
    }

    /// A list of numbers, read in one step; an array is one.
    public func doubles(_ index: Int, _ name: String) throws(LuaError) -> [Double] {
        if let list = engine.object(in: argument(index)) as? any LuaNumberList { return list.numbers.asFloats }
        guard argument(index).tag == KL_TABLE else { throw mismatch(index, name, "table") }
        let place = stackIndex(index)
        let length = Int(lua_rawlen(frame.pointee.L, place))
        var wrong = 0
        let numbers = [Double](unsafeUninitializedCapacity: length) { buffer, initialized in
            wrong = length == 0 ? 0 : kl_read_doubles(frame.pointee.L, place, buffer.baseAddress, length)
            initialized = length
        }
        guard wrong == 0 else { throw .badArgument(index, name, "list of numbers expected, item \(wrong) is none") }
        return numbers
    }

    /// A list of integers, read in one step; floats are an error, so that ids keep their digits.
    public func integers(_ index: Int, _ name: String) throws(LuaError) -> [Int64] {
        if case .integers(let numbers)? = (engine.object(in: argument(index)) as? any LuaNumberList)?.numbers {
            return numbers
        }
        guard argument(index).tag == KL_TABLE else { throw mismatch(index, name, "table") }
        let place = stackIndex(index)
        let length = Int(lua_rawlen(frame.pointee.L, place))
        var wrong = 0
        let numbers = [Int64](unsafeUninitializedCapacity: length) { buffer, initialized in
            wrong = length == 0 ? 0 : kl_read_integers(frame.pointee.L, place, buffer.baseAddress, length)
            initialized = length
        }
        guard wrong == 0 else { throw .badArgument(index, name, "list of integers expected, item \(wrong) is none") }
        return numbers
    }

    /// What Lua calls the argument's type: `string`, `Skeleton`, `no value`.
    public func typeName(_ index: Int) -> String {
        typeName(of: argument(index), at: stackIndex(index))
    }

    /// Throws the interrupt when Ctrl-C was pressed, and the error of a limit that was passed.
    ///
    /// Long work on the Lua thread asks at least every 50 ms.
    public func checkInterrupt() throws(LuaError) {
        if let limit = engine.passedLimit { throw limit }
        if kl_interrupt_pending(frame.pointee.host), !kl_has_interrupt_handler(frame.pointee.host) {
            _ = kl_take_interrupt(frame.pointee.host)
            throw .interrupted
        }
    }

    // MARK: Inside

    private var stack: LuaStack { LuaStack(lua: frame.pointee.L, engine: engine) }

    func stackIndex(_ index: Int) -> Int32 { frame.pointee.base + Int32(index) - 1 }

    func argument(_ index: Int) -> kl_value {
        if index <= count { return frame.pointee.arguments[index - 1] }
        var none = kl_value()
        none.tag = KL_NONE
        return none
    }

    private static func buffer(_ value: kl_value) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: value.bytes, count: value.length)
    }

    func typeName(of value: kl_value, at index: Int32) -> String {
        engine.typeName(of: value, lua: frame.pointee.L, at: index)
    }

    func closed(_ value: kl_value) -> LuaError {
        LuaError(code: "closed", "attempt to use a closed \(engine.types[Int(value.type)].type.name)")
    }

    func mismatch(_ index: Int, _ name: String, _ expected: String) -> LuaError {
        let value = argument(index)
        if value.tag == KL_CLOSED { return closed(value) }
        return .badArgument(index, name, "\(expected) expected, got \(typeName(of: value, at: stackIndex(index)))")
    }
}

@available(*, unavailable)
extension LuaCall: Sendable {}
