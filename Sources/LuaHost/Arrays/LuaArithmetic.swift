#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// Arithmetic on arrays, number by number, with the rules of Lua: integers stay integers but for `/` and `^`.
enum LuaArithmetic: String, CaseIterable {
    case add = "__add"
    case subtract = "__sub"
    case multiply = "__mul"
    case divide = "__div"
    case power = "__pow"
    case floorDivide = "__idiv"
    case modulo = "__mod"

    static var metamethods: [LuaFunction] {
        allCases.map { operation in
            LuaFunction(operation.rawValue, "(a: any, b: any): any", "Arithmetic, number by number.") {
                (call) throws(LuaError) -> LuaValue in try operation.apply(call)
            }
        } + [
            LuaFunction("__unm", "(a: any): any", "The negative numbers.") { (call) throws(LuaError) -> LuaValue in
                try negative(call)
            }
        ]
    }

    private func apply(_ call: borrowing LuaCall) throws(LuaError) -> LuaValue {
        let (a, b) = (try call.operand(1, "left side"), try call.operand(2, "right side"))
        let count = try call.commonCount(a, b)
        if self != .divide, self != .power, let x = a.integers, let y = b.integers {
            return .object(LuaTypedArray(try integers(x, y, count)))
        }
        let (x, y) = (a.floats, b.floats)
        return .object(LuaTypedArray((0..<count).map { float(x[$0], y[$0]) }))
    }

    private static func negative(_ call: borrowing LuaCall) throws(LuaError) -> LuaValue {
        switch try call.operand(1, "operand") {
        case .list(.integers(let numbers)): .object(LuaTypedArray(numbers.map { 0 &- $0 }))
        case .list(.floats(let numbers)): .object(LuaTypedArray(numbers.map { -$0 }))
        case .integer(let number): .integer(0 &- number)
        case .float(let number): .number(-number)
        }
    }

    private func integers(
        _ a: LuaRepeated<Int64>,
        _ b: LuaRepeated<Int64>,
        _ count: Int
    ) throws(LuaError) -> [Int64] {
        if self == .floorDivide || self == .modulo, (0..<count).contains(where: { b[$0] == 0 }) {
            let sign = self == .modulo ? "n%%0" : "n//0"
            throw LuaError(code: "error", "attempt to perform '\(sign)'")
        }
        return (0..<count).map { integer(a[$0], b[$0]) }
    }

    private func integer(_ a: Int64, _ b: Int64) -> Int64 {
        switch self {
        case .add: return a &+ b
        case .subtract: return a &- b
        case .multiply: return a &* b
        case .floorDivide: return Self.floorQuotient(a, b)
        case .modulo: return a &- Self.floorQuotient(a, b) &* b
        case .divide, .power: return 0  // computed as floats
        }
    }

    /// The quotient rounded down; the one that overflows wraps around.
    private static func floorQuotient(_ a: Int64, _ b: Int64) -> Int64 {
        if b == -1 { return 0 &- a }
        let quotient = a / b
        return a % b != 0 && (a < 0) != (b < 0) ? quotient - 1 : quotient
    }

    private func float(_ a: Double, _ b: Double) -> Double {
        switch self {
        case .add: return a + b
        case .subtract: return a - b
        case .multiply: return a * b
        case .divide: return a / b
        case .power: return b == 2 ? a * a : pow(a, b)
        case .floorDivide: return (a / b).rounded(.down)
        case .modulo:
            let rest = fmod(a, b)
            return rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest
        }
    }
}
