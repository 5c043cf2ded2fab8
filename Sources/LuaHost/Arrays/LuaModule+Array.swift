extension LuaModule {
    /// Arrays of numbers made by scripts: `float64`, `float32`, `int64`, `int32`, `uint8`, `range`.
    public static let array = LuaModule(
        name: "array",
        summary: "Arrays of numbers of one kind: arithmetic, comparison, masks and sums without loops.",
        functions: [
            making(Double.self, "float64"), making(Float.self, "float32"), making(Int64.self, "int64"),
            making(Int32.self, "int32"), making(UInt8.self, "uint8"),
            LuaFunction(
                "range",
                "(first: integer, last: integer, step?: integer): Int64Array",
                "The integers from first to last.",
                range
            ).parameters(
                LuaParameter("first", "The first."),
                LuaParameter("last", "The last, if steps lead to it."),
                LuaParameter("step", "How far one is from the next.", default: "1")
            ),
        ],
        types: [
            LuaTypedArray<Double>.luaType, LuaTypedArray<Float>.luaType, LuaTypedArray<Int64>.luaType,
            LuaTypedArray<Int32>.luaType, LuaTypedArray<UInt8>.luaType,
        ]
    )
}

private func making<T: LuaArrayElement>(_ type: T.Type, _ name: String) -> LuaFunction {
    LuaFunction(
        name,
        "(list_or_size: number[]|integer, fill?: \(T.luaTypeName)): \(T.arrayName)",
        "An array of the numbers of a list, or of so many times `fill`, which is 0 unless given."
    ) { (call) throws(LuaError) -> LuaValue in
        let value = try call.value(1)
        if case .integer(let size) = value { return .object(try filled(call, size, type)) }
        if case .number = value { return .object(try filled(call, call.integer(1, "list_or_size"), type)) }
        let numbers = try call.numbers(1, "list_or_size")
        try call.engine.checkRoom(for: numbers.count * MemoryLayout<T>.stride)
        return .object(LuaTypedArray(try converted(numbers, to: type)))
    }.parameters(
        LuaParameter("list_or_size", "A list or an array of numbers, or how many there are to be."),
        LuaParameter("fill", "What each of them is.", default: "0")
    )
}

private func filled<T: LuaArrayElement>(
    _ call: borrowing LuaCall,
    _ size: Int64,
    _ type: T.Type
) throws(LuaError) -> LuaTypedArray<T> {
    guard size >= 0, size < 1 << 48 else {
        throw .badArgument(1, "list_or_size", "a size of at least 0 expected, got \(size)")
    }
    let fill = call.isAbsent(2) ? LuaValue.integer(0) : try call.value(2)
    guard let element = T(fill) else {
        if fill.typeName != "number" { throw call.mismatch(2, "fill", "number") }
        throw .badArgument(2, "fill", "\(LuaNumberText.text(fill)) does not fit into a \(T.arrayName)")
    }
    try call.engine.checkRoom(for: Int(size) * MemoryLayout<T>.stride)
    return LuaTypedArray([T](repeating: element, count: Int(size)))
}

private func converted<T: LuaArrayElement>(_ numbers: LuaNumbers, to type: T.Type) throws(LuaError) -> [T] {
    switch numbers {
    case .integers(let numbers): try converted(numbers.lazy.map(LuaValue.integer), to: type)
    case .floats(let numbers): try converted(numbers.lazy.map(LuaValue.number), to: type)
    }
}

private func converted<T: LuaArrayElement>(
    _ values: some Collection<LuaValue>,
    to type: T.Type
) throws(LuaError) -> [T] {
    var elements: [T] = []
    elements.reserveCapacity(values.count)
    for (position, value) in values.enumerated() {
        guard let element = T(value) else {
            throw .badArgument(
                1,
                "list_or_size",
                "item \(position + 1): \(LuaNumberText.text(value)) does not fit into a \(T.arrayName)"
            )
        }
        elements.append(element)
    }
    return elements
}

private func range(_ call: borrowing LuaCall) throws(LuaError) -> LuaValue {
    let (first, last) = (try call.integer(1, "first"), try call.integer(2, "last"))
    let step = try call.optionalInteger(3, "step") ?? 1
    guard step != 0 else { throw .badArgument(3, "step", "must not be 0") }
    guard step > 0 ? first <= last : first >= last else { return .object(LuaTypedArray([Int64]())) }
    let span = first <= last ? UInt64(bitPattern: last &- first) : UInt64(bitPattern: first &- last)
    let steps = span / step.magnitude
    guard steps < 1 << 40 else { throw LuaError(code: "memory", "not enough memory") }
    try call.engine.checkRoom(for: Int(steps + 1) * 8)
    return .object(LuaTypedArray((0...Int64(steps)).map { first &+ $0 &* step }))
}

extension LuaNumberText {
    /// The number as Lua writes it.
    static func text(_ value: LuaValue) -> String {
        switch value {
        case .integer(let number): String(number)
        case .number(let number): text(number)
        default: value.typeName
        }
    }
}
