import LuaHost
public import SkeletonModel

/// The arguments of an async function, counted from 1 as error messages count them.
public struct Arguments: Sendable {
    private let values: [PlainValue]

    init(_ call: borrowing LuaCall) throws(LuaError) {
        var values: [PlainValue] = []
        for value in try call.values() { values.append(try PlainValue(value, in: call.engine)) }
        self.values = values
    }

    /// How many there are, trailing nils included.
    public var count: Int { values.count }

    /// An argument; nil of Lua when it is not there.
    public subscript(_ index: Int) -> PlainValue {
        values.indices.contains(index - 1) ? values[index - 1] : .nil
    }

    /// Whether the argument is nil or not there.
    public func isAbsent(_ index: Int) -> Bool {
        if case .nil = self[index] { true } else { false }
    }

    /// A text; anything else, also bytes that are not UTF-8, is an error that names the argument.
    public func string(_ index: Int, _ name: String) throws(LuaError) -> String {
        guard case .string(let string) = self[index] else { throw mismatch(index, name, "string") }
        guard let text = string.text else {
            throw .badArgument(index, name, "text expected, got bytes that are not UTF-8")
        }
        return text
    }

    /// An integer, or a float that is one exactly.
    public func integer(_ index: Int, _ name: String) throws(LuaError) -> Int64 {
        switch self[index] {
        case .integer(let number): return number
        case .number(let number):
            guard let whole = Int64(exactly: number) else {
                throw .badArgument(index, name, "integer expected, got \(number)")
            }
            return whole
        default: throw mismatch(index, name, "integer")
        }
    }

    /// A number, integer or float.
    public func number(_ index: Int, _ name: String) throws(LuaError) -> Double {
        switch self[index] {
        case .integer(let number): Double(number)
        case .number(let number): number
        default: throw mismatch(index, name, "number")
        }
    }

    /// A boolean.
    public func boolean(_ index: Int, _ name: String) throws(LuaError) -> Bool {
        guard case .boolean(let flag) = self[index] else { throw mismatch(index, name, "boolean") }
        return flag
    }

    /// A skeleton.
    public func skeleton(_ index: Int, _ name: String) throws(LuaError) -> Skeleton {
        guard case .skeleton(let skeleton) = self[index] else { throw mismatch(index, name, "Skeleton") }
        return skeleton
    }

    private func mismatch(_ index: Int, _ name: String, _ expected: String) -> LuaError {
        let got = index > count ? "no value" : self[index].typeName
        return .badArgument(index, name, "\(expected) expected, got \(got)")
    }
}
