import LuaHost
import SkeletonModel

private func encode(_ call: borrowing LuaCall) throws(LuaError) -> LuaValue {
    guard call.count >= 1 else { throw LuaError.badArgument(1, "value", "value expected, got no value") }
    return .string(LuaString(bytes: try JSONValue(call.value(1)).sortedText))
}

private func decode(_ call: borrowing LuaCall) throws(LuaError) -> LuaValue {
    let bytes = try call.bytes(1, "text")
    do throws(JSONError) {
        return LuaValue(try JSONValue.parse(bytes))
    } catch {
        throw LuaError(error)
    }
}

private func list(_ call: borrowing LuaCall) throws(LuaError) -> LuaValue {
    guard var table = try call.optionalTable(1, "items") else { return .list([]) }
    guard table.fields.isEmpty else { throw LuaError.badArgument(1, "items", "a list expected, found named fields") }
    table.isList = true
    return .table(table)
}

extension LuaModule {
    static let json = LuaModule(
        name: "json",
        summary: "JSON with exact 64-bit integers; null is `karst.null`.",
        functions: [
            LuaFunction(
                "encode",
                "(value: any): string",
                "Compact text with sorted keys. Integer keys become text; an empty table is an object unless marked.",
                encode
            ),
            LuaFunction("decode", "(text: string): any", "The value of a JSON text.", decode),
            LuaFunction(
                "list",
                "(items?: any[]): any[]",
                "A copy that is encoded as an array also when it is empty.",
                list
            ).parameters(LuaParameter("items", "The items.", default: "an empty list")),
        ]
    )
}
