/// Masks: arrays whose numbers say yes, where they are not 0, or no.
enum LuaMasks {
    /// `&`, `|` and `~` combine masks; the results hold 1 and 0.
    static var metamethods: [LuaFunction] {
        [
            combining("__band") { $0 && $1 },
            combining("__bor") { $0 || $1 },
            combining("__bxor") { $0 != $1 },
            LuaFunction("__bnot", "(mask: any): UInt8Array", "Where the mask says no.") {
                (call) throws(LuaError) -> LuaValue in
                mask(try flags(call, 1).map { !$0 })
            },
        ]
    }

    private static func combining(_ name: String, _ combine: @escaping @Sendable (Bool, Bool) -> Bool) -> LuaFunction {
        LuaFunction(name, "(a: any, b: any): UInt8Array", "Combines two masks.") {
            (call) throws(LuaError) -> LuaValue in
            let (a, b) = (try flags(call, 1), try flags(call, 2))
            guard a.count == b.count else {
                throw LuaError(
                    code: "bad_argument",
                    "masks of one length expected, got \(a.count) and \(b.count) numbers"
                )
            }
            return mask(zip(a, b).map { combine($0, $1) })
        }
    }

    private static func flags(_ call: borrowing LuaCall, _ index: Int) throws(LuaError) -> [Bool] {
        guard case .list(let numbers) = try call.operand(index, "mask") else {
            throw call.mismatch(index, "mask", "array")
        }
        return flags(numbers)
    }

    private static func flags(_ numbers: LuaNumbers) -> [Bool] {
        switch numbers {
        case .integers(let numbers): numbers.map { $0 != 0 }
        case .floats(let numbers): numbers.map { $0 != 0 }
        }
    }

    private static func mask(_ flags: [Bool]) -> LuaValue {
        .object(LuaTypedArray(flags.map { $0 ? 1 : 0 as UInt8 }))
    }

    private static func flags<List: LuaNumberList>(
        _ call: borrowing LuaCall,
        of type: List.Type
    ) throws(LuaError) -> [Bool] {
        let list = try call.receiver(as: type)
        try call.engine.checkRoom(for: list.count * 16)
        return flags(list.numbers)
    }

    static func methods<List: LuaNumberList>(of type: List.Type) -> [LuaFunction] {
        [
            LuaFunction("where", "(): Int64Array", "The indices of the numbers that are not 0.") {
                (call) throws(LuaError) -> LuaValue in
                .object(
                    LuaTypedArray(try flags(call, of: type).enumerated().filter(\.element).map { Int64($0.offset) + 1 })
                )
            },
            LuaFunction("count", "(): integer", "How many numbers are not 0.") { (call) throws(LuaError) -> LuaValue in
                .integer(Int64(try flags(call, of: type).count { $0 }))
            },
            LuaFunction("any", "(): boolean", "Whether any number is not 0.") { (call) throws(LuaError) -> LuaValue in
                .boolean(try flags(call, of: type).contains(true))
            },
            LuaFunction("all", "(): boolean", "Whether no number is 0.") { (call) throws(LuaError) -> LuaValue in
                .boolean(try !flags(call, of: type).contains(false))
            },
        ]
    }
}

extension LuaTypedArray {
    /// `array[mask]`: the numbers where a UInt8 mask is not 0; `array[indices]`: those at the indices, in their order.
    func selected(by call: borrowing LuaCall, _ index: Int) throws(LuaError) -> LuaValue {
        switch try call.value(index) {
        case .object(let mask as LuaTypedArray<UInt8>):
            guard mask.count == count else {
                throw .badArgument(index, "mask", "a mask of \(count) numbers expected, got \(mask.count)")
            }
            try call.engine.checkRoom(for: count * MemoryLayout<Element>.stride)
            return .object(LuaTypedArray((0..<count).filter { mask[$0] != 0 }.map { self[$0] }))
        case .object(is any LuaNumberList), .table: return try taken(call.numbers(index, "indices"), index)
        default: return .nil
        }
    }

    private func taken(_ indices: LuaNumbers, _ argument: Int) throws(LuaError) -> LuaValue {
        guard case .integers(let indices) = indices else {
            throw .badArgument(argument, "indices", "integers expected, got floats")
        }
        if let place = indices.firstIndex(where: { $0 < 1 || $0 > Int64(count) }) {
            throw .badArgument(
                argument,
                "indices",
                "item \(place + 1): an index from 1 to \(count) expected, got \(indices[place])"
            )
        }
        return .object(LuaTypedArray(indices.map { self[Int($0) - 1] }))
    }
}
