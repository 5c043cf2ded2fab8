extension LuaTypedArray {
    static var methods: [LuaFunction] {
        let name = Element.arrayName
        let number = Element.luaTypeName
        return [
            LuaFunction("slice", "(first?: integer, last?: integer): \(name)", "A part, as `string.sub` counts.") {
                (call) throws(LuaError) -> LuaValue in
                let first = try call.optionalInteger(1, "first") ?? 1
                return .object(try array(call).slice(first, try call.optionalInteger(2, "last") ?? -1))
            }.parameters(
                LuaParameter("first", "Where the part begins.", default: "1"),
                LuaParameter("last", "Where it ends.", default: "-1: at the end")
            ),
            .elements(
                "iter",
                "(): fun(array: \(name), i: integer): integer, \(number)",
                "Walks indices and numbers, as `ipairs` and `pairs` do."
            ),
            LuaFunction("totable", "(): \(number)[]", "A copy as a plain table.") {
                (call) throws(LuaError) -> LuaValue in
                let array = try array(call)
                try call.engine.checkRoom(for: array.count * 24)
                return array.numbers.table
            },
            LuaFunction("sum", "(): \(number)", "The sum.") { (call) throws(LuaError) -> LuaValue in
                Element.sum(of: try array(call).visible)
            },
            LuaFunction("mean", "(): number?", "The mean; nil for no numbers.") { (call) throws(LuaError) -> LuaValue in
                let array = try array(call)
                guard array.count > 0 else { return .nil }
                return .number(array.visible.reduce(into: 0.0) { $0 += $1.double } / Double(array.count))
            },
            extreme("min", number, "The least number, NaN if there is one; nil for no numbers.", by: { $0 < $1 }),
            extreme("max", number, "The greatest number, NaN if there is one; nil for no numbers.", by: { $0 > $1 }),
            position("argmin", "Where the least number first stands; nil for no numbers.", by: { $0 < $1 }),
            position("argmax", "Where the greatest number first stands; nil for no numbers.", by: { $0 > $1 }),
        ] + LuaComparison.methods(of: LuaTypedArray.self) + LuaMasks.methods(of: LuaTypedArray.self) + [.close]
    }

    private static func array(_ call: borrowing LuaCall) throws(LuaError) -> LuaTypedArray {
        try call.receiver(as: LuaTypedArray.self)
    }

    private static func extreme(
        _ name: String,
        _ type: String,
        _ summary: String,
        by comesBefore: @escaping @Sendable (Element, Element) -> Bool
    ) -> LuaFunction {
        LuaFunction(name, "(): \(type)?", summary) { (call) throws(LuaError) -> LuaValue in
            let array = try array(call)
            guard let offset = array.first(by: comesBefore) else { return .nil }
            return array[offset].luaValue
        }
    }

    private static func position(
        _ name: String,
        _ summary: String,
        by comesBefore: @escaping @Sendable (Element, Element) -> Bool
    ) -> LuaFunction {
        LuaFunction(name, "(): integer?", summary) { (call) throws(LuaError) -> LuaValue in
            try array(call).first(by: comesBefore).map { .integer(Int64($0) + 1) } ?? .nil
        }
    }
}
