/// Comparisons of arrays, number by number, whose results are masks: arrays of 1 where it holds and 0 where not.
enum LuaComparison: String, CaseIterable {
    case eq, ne, lt, le, gt, ge

    private var summary: String {
        switch self {
        case .eq: "Where the numbers are equal to the other's: a mask of 1 and 0."
        case .ne: "Where the numbers differ from the other's: a mask of 1 and 0."
        case .lt: "Where the numbers are less than the other's: a mask of 1 and 0."
        case .le: "Where the numbers are at most the other's: a mask of 1 and 0."
        case .gt: "Where the numbers are greater than the other's: a mask of 1 and 0."
        case .ge: "Where the numbers are at least the other's: a mask of 1 and 0."
        }
    }

    static func methods<List: LuaNumberList>(of type: List.Type) -> [LuaFunction] {
        allCases.map { comparison in
            LuaFunction(comparison.rawValue, "(other: number|any): UInt8Array", comparison.summary) {
                (call) throws(LuaError) -> LuaValue in
                let list = try call.receiver(as: List.self)
                try call.engine.checkRoom(for: list.count * 16)
                return try comparison.apply(.list(list.numbers), call)
            }
        }
    }

    private func apply(_ a: LuaOperand, _ call: borrowing LuaCall) throws(LuaError) -> LuaValue {
        let b = try call.operand(1, "other")
        let count = try call.commonCount(a, b)
        if let x = a.integers, let y = b.integers { return mask(count) { holds(x[$0], y[$0]) } }
        let (x, y) = (a.floats, b.floats)
        return mask(count) { holds(x[$0], y[$0]) }
    }

    private func mask(_ count: Int, _ holds: (Int) -> Bool) -> LuaValue {
        .object(LuaTypedArray((0..<count).map { holds($0) ? 1 : 0 as UInt8 }))
    }

    private func holds<T: Comparable>(_ a: T, _ b: T) -> Bool {
        switch self {
        case .eq: a == b
        case .ne: a != b
        case .lt: a < b
        case .le: a <= b
        case .gt: a > b
        case .ge: a >= b
        }
    }
}
