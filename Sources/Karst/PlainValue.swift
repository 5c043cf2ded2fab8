public import LuaHost
public import SkeletonModel

/// A value that travels between threads: what async functions take and give.
public enum PlainValue: Sendable {
    /// `nil`.
    case `nil`
    /// `true` or `false`.
    case boolean(Bool)
    /// An integer of 64 bits.
    case integer(Int64)
    /// A float.
    case number(Double)
    /// A string of bytes.
    case string(LuaString)
    /// A list of floats, or an array of floats.
    case doubles([Double])
    /// A list of integers, or an array of integers.
    case integers([Int64])
    /// A table whose keys are 1, 2, 3, …
    case list([PlainValue])
    /// Any other table.
    case table([Entry])
    /// A skeleton.
    case skeleton(Skeleton)
    /// A function or something else of Lua's own, which only its engine can use.
    case reference(LuaReference)
    /// `karst.null`.
    case null

    /// One entry of a table.
    public struct Entry: Sendable {
        /// The key.
        public let key: PlainValue
        /// The value.
        public let value: PlainValue

        /// An entry.
        public init(_ key: PlainValue, _ value: PlainValue) {
            (self.key, self.value) = (key, value)
        }
    }

    /// A string with the UTF-8 bytes of `text`.
    public static func text(_ text: String) -> PlainValue { .string(LuaString(text)) }

    /// A table with named fields.
    public static func record(_ fields: KeyValuePairs<String, PlainValue>) -> PlainValue {
        .table(fields.map { Entry(.text($0.key), $0.value) })
    }

    /// The value of a field with a text key, nil when there is none.
    public subscript(_ key: String) -> PlainValue? {
        guard case .table(let entries) = self else { return nil }
        return entries.first { if case .string(let name) = $0.key { name.text == key } else { false } }?.value
    }
}

extension PlainValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
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
    public init(arrayLiteral elements: PlainValue...) { self = .list(elements) }
    /// A table with named fields.
    public init(dictionaryLiteral elements: (String, PlainValue)...) {
        self = .table(elements.map { Entry(.text($0.0), $0.1) })
    }
    /// `nil`.
    public init(nilLiteral: ()) { self = .nil }
}
