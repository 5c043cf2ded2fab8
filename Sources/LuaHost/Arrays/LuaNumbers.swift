internal import CLuaShim

/// Numbers as Lua computes with them: integers stay integers.
public enum LuaNumbers {
    /// 64-bit integers.
    case integers([Int64])
    /// Doubles.
    case floats([Double])

    /// How many there are.
    var count: Int {
        switch self {
        case .integers(let numbers): numbers.count
        case .floats(let numbers): numbers.count
        }
    }

    /// A plain Lua table.
    var table: LuaValue {
        switch self {
        case .integers(let numbers): .integers(numbers)
        case .floats(let numbers): .doubles(numbers)
        }
    }

    /// The numbers as floats.
    var asFloats: [Double] {
        switch self {
        case .integers(let numbers): numbers.map(Double.init)
        case .floats(let numbers): numbers
        }
    }
}

@available(*, unavailable)
extension LuaNumbers: Sendable {}

/// An object that stands for a list of numbers, and is taken wherever a list of numbers is.
public protocol LuaNumberList: LuaObject {
    /// How many numbers there are.
    var count: Int { get }

    /// The numbers.
    var numbers: LuaNumbers { get }
}

extension LuaTypedArray: LuaNumberList {
    /// A copy of the numbers as Lua sees them.
    public var numbers: LuaNumbers { Element.numbers(of: visible) }
}

/// One side of an operation: a list of numbers or a single one, which stands for as many as the other side has.
enum LuaOperand {
    case list(LuaNumbers)
    case integer(Int64)
    case float(Double)

    /// How many numbers there are; nil for a single one.
    var count: Int? {
        if case .list(let numbers) = self { numbers.count } else { nil }
    }

    /// The integers, when there is nothing else.
    var integers: LuaRepeated<Int64>? {
        switch self {
        case .list(.integers(let numbers)): .list(numbers)
        case .integer(let number): .single(number)
        default: nil
        }
    }

    /// The numbers as floats.
    var floats: LuaRepeated<Double> {
        switch self {
        case .list(let numbers): .list(numbers.asFloats)
        case .integer(let number): .single(Double(number))
        case .float(let number): .single(number)
        }
    }
}

/// A list, or one value in place of one.
enum LuaRepeated<Value> {
    case list([Value])
    case single(Value)

    subscript(position: Int) -> Value {
        switch self {
        case .list(let values): values[position]
        case .single(let value): value
        }
    }
}

extension LuaCall {
    /// A number or a list of numbers: an array, or a plain table.
    func operand(_ index: Int, _ name: String) throws(LuaError) -> LuaOperand {
        if argument(index).tag == KL_TABLE { return .list(try numbers(index, name)) }
        switch try value(index) {
        case .integer(let number): return .integer(number)
        case .number(let number): return .float(number)
        case .object(let list as any LuaNumberList):
            try engine.checkRoom(for: list.count * 16)
            return .list(list.numbers)
        default: throw mismatch(index, name, "number or list of numbers")
        }
    }

    /// A list of numbers: of integers when all are.
    func numbers(_ index: Int, _ name: String) throws(LuaError) -> LuaNumbers {
        if argument(index).tag != KL_TABLE, case .object(let list as any LuaNumberList) = try value(index) {
            try engine.checkRoom(for: list.count * 16)
            return list.numbers
        }
        do throws(LuaError) { return .integers(try integers(index, name)) } catch {
            return .floats(try doubles(index, name))
        }
    }

    /// How many results two operands have.
    func commonCount(_ a: LuaOperand, _ b: LuaOperand) throws(LuaError) -> Int {
        guard let first = a.count, let second = b.count, first != second else {
            let count = a.count ?? b.count ?? 0
            try engine.checkRoom(for: count * 8)
            return count
        }
        throw LuaError(code: "bad_argument", "arrays of one length expected, got \(first) and \(second) numbers")
    }
}
