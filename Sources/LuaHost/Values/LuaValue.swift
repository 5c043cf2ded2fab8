/// A Lua value as Swift sees it.
///
/// Integers and floats stay apart, as they are in Lua: a 64-bit id is an `integer` and never loses digits.
public enum LuaValue {
    /// `nil`.
    case `nil`
    /// `true` or `false`.
    case boolean(Bool)
    /// An integer.
    case integer(Int64)
    /// A float.
    case number(Double)
    /// A string of bytes.
    case string(LuaString)
    /// A copy of a table.
    case table(LuaTable)
    /// A host object.
    case object(any LuaObject)
    /// Something kept by identity: a function, a thread, a userdata of a C library, or a table.
    case reference(LuaReference)
    /// A function of ours; only from Swift to Lua.
    ///
    /// Boxed, so that all other values are small enough to travel in registers.
    indirect case function(LuaFunction)
    /// `karst.null`, which unlike `nil` can stand in a table.
    case null
    /// A list of floats, pushed as a plain table in one step; only from Swift to Lua.
    case doubles([Double])
    /// A list of integers, pushed as a plain table in one step; only from Swift to Lua.
    case integers([Int64])

    /// A string with the UTF-8 bytes of `text`.
    public static func text(_ text: String) -> LuaValue {
        .string(LuaString(text))
    }

    /// Whether the value is `nil`.
    public var isNil: Bool {
        if case .nil = self { true } else { false }
    }

    /// The text of a string that is UTF-8, else nil.
    public var text: String? {
        if case .string(let string) = self { string.text } else { nil }
    }

    /// The table's copy, or the list of an array's numbers; else nil.
    public var table: LuaTable? {
        switch self {
        case .table(let table): table
        case .object(let list as any LuaListConvertible): list.listTable
        default: nil
        }
    }

    /// The reference, else nil.
    public var reference: LuaReference? {
        if case .reference(let reference) = self { reference } else { nil }
    }

    /// What Lua calls the value's type; for an object, the name of its class.
    public var typeName: String {
        switch self {
        case .nil: "nil"
        case .boolean: "boolean"
        case .integer, .number: "number"
        case .string: "string"
        case .table, .doubles, .integers: "table"
        case .object(let object): type(of: object).luaType.name
        case .reference(let reference): reference.typeName
        case .function: "function"
        case .null: "null"
        }
    }
}

extension LuaValue: Equatable {
    /// Equality of contents; objects and references are equal when they are the same.
    public static func == (a: LuaValue, b: LuaValue) -> Bool {
        switch (a, b) {
        case (.nil, .nil), (.null, .null): true
        case (.boolean(let a), .boolean(let b)): a == b
        case (.integer(let a), .integer(let b)): a == b
        case (.number(let a), .number(let b)): a == b
        case (.string(let a), .string(let b)): a == b
        case (.table(let a), .table(let b)): a == b
        case (.object(let a), .object(let b)): a === b
        case (.reference(let a), .reference(let b)): a === b
        case (.doubles(let a), .doubles(let b)): a == b
        case (.integers(let a), .integers(let b)): a == b
        default: false
        }
    }
}

@available(*, unavailable)
extension LuaValue: Sendable {}
