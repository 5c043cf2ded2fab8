// Runs the Lua file that is named, with a few functions and objects whose Swift side does next to nothing: what is left
// is the cost of the call.
import FoundationEssentials
import LuaHost

/// An object with methods only.
final class Point: LuaObject {
    let value: Int64 = 7

    static var luaType: LuaType {
        LuaType(
            Point.self,
            name: "Point",
            summary: "A number.",
            methods: [
                LuaFunction("get", "(): integer", "The number.") { (call) throws(LuaError) -> LuaValue in
                    .integer(try call.receiver(as: Point.self).value)
                }
            ],
            describe: { _ in "Point" }
        )
    }
}

/// An object with a property besides, which takes Lua longer to look up.
final class Cell: LuaObject {
    let value: Int64 = 7

    static var luaType: LuaType {
        LuaType(
            Cell.self,
            name: "Cell",
            summary: "A number.",
            methods: [
                LuaFunction("get", "(): integer", "The number.") { (call) throws(LuaError) -> LuaValue in
                    .integer(try call.receiver(as: Cell.self).value)
                }
            ],
            properties: [LuaProperty("value", "integer", "The number.") { (cell: Cell) in .integer(cell.value) }],
            describe: { _ in "Cell" },
            length: { Int($0.value) },
            element: { (_, index) in .integer(index) }
        )
    }
}

private func add(_ call: borrowing LuaCall) throws(LuaError) -> LuaValue {
    .integer(try call.integer(1, "a") &+ call.integer(2, "b"))
}

private func echo(_ call: borrowing LuaCall) throws(LuaError) -> LuaValue {
    .text(try call.string(1, "text"))
}

private func fail(_ call: borrowing LuaCall) throws(LuaError) -> LuaValue {
    throw LuaError(code: "refused", "refused")
}

private func two(_ call: borrowing LuaCall) throws(LuaError) -> [LuaValue] {
    [.integer(1), .integer(2)]
}

private func sum(_ call: borrowing LuaCall) throws(LuaError) -> LuaValue {
    .number(try call.doubles(1, "numbers").reduce(0, +))
}

private func range(_ call: borrowing LuaCall) throws(LuaError) -> LuaValue {
    .doubles((0..<(try call.integer(1, "n"))).map { Double($0) + 0.5 })
}

private let module = LuaModule(
    name: "host",
    summary: "What is measured.",
    functions: [
        LuaFunction("nothing", "()", "Does nothing.") { _ throws(LuaError) -> LuaValue in .nil },
        LuaFunction("add", "(a: integer, b: integer): integer", "The sum.", add),
        LuaFunction("echo", "(text: string): string", "The same text.", echo),
        LuaFunction("fail", "()", "Throws.", fail),
        LuaFunction("two", "(): integer, integer", "Two results.", two),
        LuaFunction("sum", "(numbers: number[]): number", "The sum.", sum),
        LuaFunction("range", "(n: integer): number[]", "That many numbers.", range),
        LuaFunction("point", "(): Point", "A new object.") { _ throws(LuaError) -> LuaValue in .object(Point()) },
        LuaFunction("cell", "(): Cell", "A new object.") { _ throws(LuaError) -> LuaValue in .object(Cell()) },
    ],
    types: [Point.luaType, Cell.luaType]
)

private func run(_ path: String) throws {
    let engine = try LuaEngine()
    defer { engine.close() }
    try engine.installNamespace("bench", modules: [module]) { _ in nil }
    let source = try Data(contentsOf: URL(filePath: path))
    _ = try engine.run(engine.compile(Array(source), name: "@\(path)"))
}

if let path = CommandLine.arguments.dropFirst().first {
    try run(path)
} else {
    print("usage: driver FILE.lua")
}
