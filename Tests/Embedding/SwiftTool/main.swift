// A tool with a scripting language in it, in one file.
//
//   embedding-example SCRIPT.lua [ARGUMENT…]
//   embedding-example -e 'return 6 * 7' [ARGUMENT…]
//
// Runs the script, prints what it returns with the type of each value, and says what went wrong with its code.

import Karst

/// A value of Lua as Swift has it: integers stay integers, tables come as copies.
func describe(_ value: LuaValue) -> String {
    switch value {
    case .nil: "nil"
    case .boolean(let flag): "boolean \(flag)"
    case .integer(let number): "integer \(number)"
    case .number(let number): "number \(number)"
    case .string(let string): "string \(string)"
    case .table(let table): "table of \(table.list.count) items and \(table.fields.count) fields"
    default: value.typeName
    }
}

func run(_ arguments: [String]) throws(LuaError) -> [LuaValue] {
    let engine = try Engine()
    defer { engine.close() }
    // What the program knows, the script finds in a global.
    try engine.lua.setGlobal("tool", ["name": "embedding-example", "version": 1])
    if arguments[0] == "-e" {
        return try engine.run(arguments[1], name: "-e", arguments: arguments.dropFirst(2).map(LuaValue.text))
    }
    return try engine.run(contentsOf: arguments[0], arguments: arguments.dropFirst().map(LuaValue.text))
}

let arguments = Array(CommandLine.arguments.dropFirst())
guard let first = arguments.first, first != "-e" || arguments.count > 1 else {
    Output.error("usage: embedding-example SCRIPT.lua [ARGUMENT…] | -e CODE [ARGUMENT…]")
    Output.exit(2)
}

do {
    for value in try run(arguments) { print(describe(value)) }
} catch {
    Output.error("\(error.code): \(error.message)")
    if let place = error.where { Output.error("  at \(place)") }
    Output.exit(1)
}
