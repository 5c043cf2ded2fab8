import Bindings
package import LuaHost
import SkeletonModel

extension PlainValue {
    /// A Lua value; objects that only their engine can use are kept by reference.
    package init(_ value: LuaValue, in engine: LuaEngine) throws(LuaError) {
        switch value {
        case .nil: self = .nil
        case .boolean(let flag): self = .boolean(flag)
        case .integer(let number): self = .integer(number)
        case .number(let number): self = .number(number)
        case .string(let string): self = .string(string)
        case .doubles(let numbers): self = .doubles(numbers)
        case .integers(let numbers): self = .integers(numbers)
        case .reference(let reference): self = .reference(reference)
        case .null: self = .null
        case .table(let table): self = try PlainValue(table, in: engine)
        case .object(let object):
            if let skeleton = value.skeleton {
                self = .skeleton(skeleton)
            } else if let numbers = (object as? any NumericArray)?.plainValue {
                self = numbers
            } else {
                self = .reference(try engine.reference(to: value))
            }
        case .function: self = .reference(try engine.reference(to: value))
        }
    }

    private init(_ table: LuaTable, in engine: LuaEngine) throws(LuaError) {
        var items: [PlainValue] = []
        for item in table.list { items.append(try PlainValue(item, in: engine)) }
        guard !table.fields.isEmpty else {
            self = .list(items)
            return
        }
        var entries = items.enumerated().map { Entry(.integer(Int64($0.offset) + 1), $0.element) }
        for field in table.fields {
            entries.append(Entry(try PlainValue(field.key, in: engine), try PlainValue(field.value, in: engine)))
        }
        self = .table(entries)
    }

    /// The value as scripts of an engine see it.
    package func luaValue(in engine: LuaEngine) -> LuaValue {
        switch self {
        case .nil: .nil
        case .boolean(let flag): .boolean(flag)
        case .integer(let number): .integer(number)
        case .number(let number): .number(number)
        case .string(let string): .string(string)
        case .doubles(let numbers): .doubles(numbers)
        case .integers(let numbers): .integers(numbers)
        case .list(let items): .table(LuaTable(list: items.map { $0.luaValue(in: engine) }))
        case .table(let entries):
            .table(
                LuaTable(
                    list: [],
                    entries: entries.map { ($0.key.luaValue(in: engine), $0.value.luaValue(in: engine)) }
                )
            )
        case .skeleton(let skeleton): .skeleton(skeleton, in: engine)
        case .reference(let reference): .reference(reference)
        case .null: .null
        }
    }

    /// What Lua calls the type.
    package var typeName: String {
        switch self {
        case .nil: "nil"
        case .boolean: "boolean"
        case .integer, .number: "number"
        case .string: "string"
        case .list, .table, .doubles, .integers: "table"
        case .skeleton: "Skeleton"
        case .reference(let reference): reference.typeName
        case .null: "null"
        }
    }
}

private protocol NumericArray { var plainValue: PlainValue { get } }

extension LuaTypedArray: NumericArray {
    /// The numbers, copied only where they are neither floats nor integers of 64 bits.
    fileprivate var plainValue: PlainValue {
        switch self {
        case let array as LuaTypedArray<Double>: .doubles(Array(array.visible))
        case let array as LuaTypedArray<Int64>: .integers(Array(array.visible))
        case let array as LuaTypedArray<Float>: .doubles(array.visible.map(Double.init))
        case let array as LuaTypedArray<Int32>: .integers(array.visible.map(Int64.init))
        case let array as LuaTypedArray<UInt8>: .integers(array.visible.map(Int64.init))
        default: .doubles(visible.map(\.double))
        }
    }
}
