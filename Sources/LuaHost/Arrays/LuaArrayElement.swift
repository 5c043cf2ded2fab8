/// A number that a typed array holds.
public protocol LuaArrayElement: Comparable, Sendable, BitwiseCopyable {
    /// The name of the array's class in Lua.
    static var arrayName: String { get }

    /// What annotations call one number: `integer` or `number`.
    static var luaTypeName: String { get }

    /// The number as Lua has it.
    var luaValue: LuaValue { get }

    /// The number that a Lua number is, nil for one that does not fit.
    init?(_ value: LuaValue)

    /// The number counted from another base; only whole numbers are counted so.
    func shifted(by offset: Int8) -> Self

    /// The number as a float, which for integers past 2^53 is a neighbour.
    var double: Double { get }

    /// The sum of the numbers: of integers an integer, which wraps around as Lua's own do; of floats a float.
    static func sum(of elements: some Sequence<Self>) -> LuaValue

    /// Many numbers as Lua computes with them.
    static func numbers(of elements: some Sequence<Self>) -> LuaNumbers
}

extension LuaArrayElement where Self: FixedWidthInteger {
    /// `integer`.
    public static var luaTypeName: String { "integer" }

    /// An integer.
    public var luaValue: LuaValue { .integer(Int64(truncatingIfNeeded: self)) }

    /// The nearest float.
    public var double: Double { Double(self) }

    /// A whole number in range, also one that is a float.
    public init?(_ value: LuaValue) {
        switch value {
        case .integer(let number): self.init(exactly: number)
        case .number(let number): self.init(exactly: number)
        default: return nil
        }
    }

    /// The number with the offset added, which wraps around.
    public func shifted(by offset: Int8) -> Self { self &+ Self(truncatingIfNeeded: offset) }

    /// An integer, which wraps around.
    public static func sum(of elements: some Sequence<Self>) -> LuaValue {
        .integer(elements.reduce(into: Int64(0)) { $0 &+= Int64(truncatingIfNeeded: $1) })
    }

    /// Integers.
    public static func numbers(of elements: some Sequence<Self>) -> LuaNumbers {
        .integers(elements.map { Int64(truncatingIfNeeded: $0) })
    }
}

extension LuaArrayElement where Self: BinaryFloatingPoint {
    /// `number`.
    public static var luaTypeName: String { "number" }

    /// A float.
    public var luaValue: LuaValue { .number(Double(self)) }

    /// The same number.
    public var double: Double { Double(self) }

    /// The nearest number of this precision.
    public init?(_ value: LuaValue) {
        switch value {
        case .integer(let number): self.init(number)
        case .number(let number): self.init(number)
        default: return nil
        }
    }

    /// The same number.
    public func shifted(by offset: Int8) -> Self { self }

    /// A float, summed in double precision.
    public static func sum(of elements: some Sequence<Self>) -> LuaValue {
        .number(elements.reduce(into: 0.0) { $0 += Double($1) })
    }

    /// Floats.
    public static func numbers(of elements: some Sequence<Self>) -> LuaNumbers {
        .floats(elements.map { Double($0) })
    }
}

extension Double: LuaArrayElement {
    /// `Float64Array`.
    public static var arrayName: String { "Float64Array" }
}

extension Float: LuaArrayElement {
    /// `Float32Array`.
    public static var arrayName: String { "Float32Array" }
}

extension Int64: LuaArrayElement {
    /// `Int64Array`.
    public static var arrayName: String { "Int64Array" }
}

extension Int32: LuaArrayElement {
    /// `Int32Array`.
    public static var arrayName: String { "Int32Array" }
}

extension UInt8: LuaArrayElement {
    /// `UInt8Array`.
    public static var arrayName: String { "UInt8Array" }
}
