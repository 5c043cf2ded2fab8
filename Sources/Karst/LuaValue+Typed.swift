public import LuaHost

// Typed ways in and out, for programs that embed the engine.

extension LuaValue {
    /// The integer, or a float that is one exactly; else nil.
    public var integer: Int64? {
        switch self {
        case .integer(let number): number
        case .number(let number): Int64(exactly: number)
        default: nil
        }
    }

    /// The number, integer or float; else nil.
    public var number: Double? {
        switch self {
        case .integer(let number): Double(number)
        case .number(let number): number
        default: nil
        }
    }

    /// The boolean, else nil.
    public var boolean: Bool? {
        if case .boolean(let flag) = self { flag } else { nil }
    }

    /// The bytes of a string, else nil.
    public var bytes: [UInt8]? {
        if case .string(let string) = self { string.bytes } else { nil }
    }

    /// The items of a list, else nil.
    public var list: [LuaValue]? { table?.list }
}

extension LuaValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
    /// A string.
    public init(stringLiteral value: String) { self = .text(value) }
    /// An integer.
    public init(integerLiteral value: Int64) { self = .integer(value) }
    /// A float.
    public init(floatLiteral value: Double) { self = .number(value) }
    /// A boolean.
    public init(booleanLiteral value: Bool) { self = .boolean(value) }
    /// A list.
    public init(arrayLiteral elements: LuaValue...) { self = .table(LuaTable(list: elements)) }
    /// A table with named fields.
    public init(dictionaryLiteral elements: (String, LuaValue)...) { self = .table(LuaTable(fields: elements)) }
    /// `nil`.
    public init(nilLiteral: ()) { self = .nil }
}
