import LuaHost
import SkeletonModel

private func namedColumn(_ call: borrowing LuaCall) throws(LuaError) -> LuaValue {
    let skeleton = try call.receiver(as: SkeletonObject.self).skeleton
    return switch skeleton.columns[try call.string(1, "name")] {
    case .doubles(let values): .object(LuaTypedArray(values))
    case .integers(let values): .object(LuaTypedArray(values))
    case .bytes(let values): .object(LuaTypedArray(values))
    case nil: .nil
    }
}

private func columnNames(_ call: borrowing LuaCall) throws(LuaError) -> LuaValue {
    .list(try call.receiver(as: SkeletonObject.self).skeleton.columns.names.map { .text($0) })
}

private func withColumn(_ call: borrowing LuaCall) throws(LuaError) -> LuaValue {
    var skeleton = try call.receiver(as: SkeletonObject.self).skeleton
    let name = try call.string(1, "name")
    let column = call.isAbsent(2) ? nil : try values(call.value(2), Argument(2, "values"))
    try answer { () throws(SkeletonError) in try skeleton.setColumn(name, column) }
    return .object(SkeletonObject(skeleton, in: call.engine))
}

/// Integers where all are; bytes only from an array of bytes.
private func values(_ value: LuaValue, _ argument: Argument) throws(LuaError) -> NodeColumn {
    if case .object(let object) = value, let bytes = object as? LuaTypedArray<UInt8> {
        return .bytes(Array(bytes.visible))
    }
    let hasFractions =
        switch value {
        case .doubles: true
        case .object(let object): object is LuaTypedArray<Double> || object is LuaTypedArray<Float>
        case .table(let table): table.list.contains { if case .number = $0 { true } else { false } }
        default: false
        }
    return hasFractions ? .doubles(try value.numberList(argument)) : .integers(try value.integerList(argument))
}

extension SkeletonObject {
    static let columnMethods: [LuaFunction] = [
        LuaFunction(
            "column",
            "(name: string): number[]?",
            "The values of a named column; nil without one.",
            namedColumn
        ).parameters(
            LuaParameter("name", "The column's name.")
        ),
        LuaFunction(
            "column_names",
            "(): string[]",
            "The names of the columns beyond those of every skeleton.",
            columnNames
        ),
        LuaFunction(
            "with_column",
            "(name: string, values?: number[]): Skeleton",
            "The skeleton with a column of one value for each node, which edits carry along; without values, without it.",
            withColumn
        ).parameters(
            LuaParameter("name", "The column's name."),
            LuaParameter("values", "One for each node.", default: "nil: the column goes away")
        ),
    ]
}
