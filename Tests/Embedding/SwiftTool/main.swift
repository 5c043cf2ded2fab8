// A tool with a scripting language in it, in one file.
//
//   embedding-example [--timeout SECONDS] SCRIPT.lua [ARGUMENT…]
//   embedding-example [--timeout SECONDS] -e 'return 6 * 7' [ARGUMENT…]
//
// Runs the script, prints what it returns with the type of each value, and says what went wrong with its code. Scripts
// find the table `tool`, whose functions wait for an actor of the program; how far they are is shown on standard error.

import Dispatch
import Karst

/// What the tool knows about cells. Scripts reach it through async functions.
actor Notebook {
    private var notes: [Int64: [String]] = [:]

    func add(_ note: String, to id: Int64) { notes[id, default: []].append(note) }
    func notes(on id: Int64) -> [String] { notes[id] ?? [] }
}

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

/// What the program knows and does, as scripts find it.
func furnish(_ engine: Engine) throws(LuaError) {
    let notebook = Notebook()
    try engine.lua.setGlobal("tool", ["name": "embedding-example", "version": 1])
    try engine.register("tool.note", "(id: integer, text: string)", "Notes something on a cell.") { arguments in
        await notebook.add(try arguments.string(2, "text"), to: try arguments.integer(1, "id"))
        return .nil
    }
    try engine.register("tool.notes", "(id: integer): string[]", "The notes on a cell.") { arguments in
        .list(await notebook.notes(on: try arguments.integer(1, "id")).map(PlainValue.text))
    }
    try engine.register("tool.pause", "(seconds: number)", "Waits; other tasks run meanwhile.") { arguments in
        try await Task.sleep(for: .seconds(try arguments.number(1, "seconds")))
        return .nil
    }
    engine.onOutput = { Output.write($0.bytes, toErrors: $0.stream == .errors) }
    engine.onProgress = { Output.error("\($0.label): \($0.done) of \($0.total)") }
    engine.onLog = { Output.error("\($0.level.rawValue): \($0.text)") }
}

func run(_ command: Command) throws(LuaError) -> [LuaValue] {
    let engine = try Engine()
    defer { engine.close() }
    try furnish(engine)
    if let seconds = command.timeout {
        let canceller = engine.canceller
        DispatchQueue.global().asyncAfter(deadline: .now() + seconds) { canceller.cancel() }
    }
    let arguments = command.arguments.map(LuaValue.text)
    switch command.script {
    case .code(let code): return try engine.run(code, name: "-e", arguments: arguments)
    case .file(let path): return try engine.run(contentsOf: path, arguments: arguments)
    }
}

guard let command = Command(CommandLine.arguments.dropFirst()) else {
    Output.error("usage: embedding-example [--timeout SECONDS] SCRIPT.lua [ARGUMENT…] | -e CODE [ARGUMENT…]")
    Output.exit(2)
}

do {
    for value in try run(command) { Output.write(Array((describe(value) + "\n").utf8), toErrors: false) }
} catch {
    Output.error("\(error.code): \(error.message)")
    if let place = error.where { Output.error("  at \(place)") }
    Output.exit(1)
}
