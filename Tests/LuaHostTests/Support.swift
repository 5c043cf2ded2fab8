import LuaHost
import Synchronization
import Testing

/// An object that counts how many of its kind are alive, in one counter per test.
final class Cell: LuaObject {
    final class Counter: Sendable {
        let alive = Mutex(0)
        var value: Int { alive.withLock { $0 } }
    }

    let counter: Counter
    let value: Int64

    init(_ value: Int64, _ counter: Counter) {
        self.value = value
        self.counter = counter
        counter.alive.withLock { $0 += 1 }
    }

    deinit {
        counter.alive.withLock { $0 -= 1 }
    }

    static var luaType: LuaType {
        LuaType(
            Cell.self,
            name: "Cell",
            summary: "A number in a box.",
            methods: [
                LuaFunction("plus", "(n: integer): Cell", "A new cell.") { (call) throws(LuaError) -> LuaValue in
                    let cell = try call.receiver(as: Cell.self)
                    return .object(Cell(cell.value + (try call.integer(1, "n")), cell.counter))
                },
                LuaFunction("fail", "()", "Throws.") { (call) throws(LuaError) -> LuaValue in
                    let cell = try call.receiver(as: Cell.self)
                    throw LuaError(code: "cell", "cell \(cell.value) fails", details: ["value": .integer(cell.value)])
                },
                LuaFunction("call", "(f: function): any", "Calls the function.") {
                    (call) throws(LuaError) -> [LuaValue] in
                    let cell = try call.receiver(as: Cell.self)
                    return try call.engine.call(call.function(1, "f"), [.object(cell)])
                },
                LuaFunction("later", "(seconds: number): integer", "The value, after a while.") {
                    (call) throws(LuaError) -> LuaWait in
                    let cell = try call.receiver(as: Cell.self)
                    return waiting(try call.number(1, "seconds"), .success(cell.value)) { .integer($0) }
                },
            ],
            properties: [
                LuaProperty("value", "integer", "The number.") { (cell: Cell) in .integer(cell.value) },
                LuaProperty("broken", "integer", "Throws.") { (cell: Cell) throws(LuaError) in
                    throw LuaError(code: "cell", "no such value")
                },
            ],
            describe: { "Cell \($0.value)" },
            length: { Int($0.value) },
            element: { (cell, index) in index <= cell.value ? .integer(index) : .nil },
            equal: { $0.value == $1.value },
            call: { (cell, call) throws(LuaError) in
                // As an iterator: 1 … value. A negative cell breaks off.
                let last = try call.optionalInteger(2, "last") ?? 0
                if cell.value < 0 { throw LuaError(code: "cell", "broken iterator") }
                return last < cell.value ? [.integer(last + 1), .object(Cell(last + 1, cell.counter))] : [.nil]
            }
        )
    }
}

/// A wait whose operation sleeps and then gives a result.
func waiting<T: Sendable>(
    _ seconds: Double,
    _ result: Result<T, LuaError>,
    then: @escaping (T) throws(LuaError) -> LuaValue
) -> LuaWait {
    LuaWait(
        "a test",
        {
            do {
                try await Task.sleep(for: .seconds(seconds))
                return result
            } catch {
                return .failure(LuaError(code: "cancelled", "operation cancelled"))
            }
        },
        then: then
    )
}

extension LuaModule {
    /// Functions for tests.
    static func trial(_ counter: Cell.Counter) -> LuaModule {
        LuaModule(
            name: "trial",
            summary: "Functions for tests.",
            functions: [
                LuaFunction("cell", "(value: integer): Cell", "Makes a cell.") { (call) throws(LuaError) -> LuaValue in
                    .object(Cell(try call.integer(1, "value"), counter))
                },
                LuaFunction("cells", "(n: integer): Cell[]", "Makes cells.") { (call) throws(LuaError) -> LuaValue in
                    let count = try call.integer(1, "n")
                    return .table(LuaTable(list: (0..<count).map { .object(Cell($0, counter)) }))
                },
                LuaFunction("text", "(text: string): string", "The same text.") { (call) throws(LuaError) -> LuaValue in
                    .text(try call.string(1, "text"))
                },
                LuaFunction("echo", "(...: any): any", "The same values, copied.") {
                    (call) throws(LuaError) -> [LuaValue] in try call.values()
                },
                LuaFunction("throw", "(message: string)", "Throws.") { (call) throws(LuaError) -> LuaValue in
                    let held = Cell(0, counter)
                    defer { withExtendedLifetime(held) {} }
                    throw LuaError(code: "trial", try call.string(1, "message"), details: ["line": 7])
                },
                LuaFunction("call", "(f: function, ...: any): any", "Calls the function.") {
                    (call) throws(LuaError) -> [LuaValue] in
                    let held = Cell(0, counter)
                    defer { withExtendedLifetime(held) {} }
                    return try call.engine.call(call.function(1, "f"), call.values(from: 2))
                },
                LuaFunction("get", "(value: any, seconds?: number): any", "The value, after a while.") {
                    (call) throws(LuaError) -> LuaWait in
                    let held = Cell(0, counter)
                    let value = try call.value(1)
                    return waiting(try call.optionalNumber(2, "seconds") ?? 0.001, .success(true)) { _ in
                        withExtendedLifetime(held) { value }
                    }
                },
                LuaFunction("failing_get", "()", "Throws after a while.") { (call) throws(LuaError) -> LuaWait in
                    waiting(0.001, Result<Bool, LuaError>.failure(LuaError(code: "late", "failed late"))) { _ in .nil }
                },
                LuaFunction("sum", "(numbers: number[]): number", "The sum.") { (call) throws(LuaError) -> LuaValue in
                    .number(try call.doubles(1, "numbers").reduce(0, +))
                },
                LuaFunction("range", "(n: integer): number[]", "1 … n.") { (call) throws(LuaError) -> LuaValue in
                    .doubles((0..<(try call.integer(1, "n"))).map { Double($0 + 1) })
                },
                LuaFunction("interrupt", "()", "Interrupts the engine.") { (call) throws(LuaError) -> LuaValue in
                    call.engine.interrupter.interrupt()
                    return .nil
                },
            ],
            types: [Cell.luaType],
            constants: [("id", .integer(864_691_135_463_333_789))]
        )
    }
}

/// An engine with `karst.task` and `karst.trial` on a thread of its own, closed at the end of the body.
func withEngine<R: Sendable>(
    _ options: LuaEngine.Options = LuaEngine.Options(),
    _ body: @escaping @Sendable (LuaEngine) throws -> R
) async throws -> R {
    try await LuaThread.run {
        let counter = Cell.Counter()
        defer { #expect(counter.value == 0, "cells left over") }
        let engine = try LuaEngine(options)
        defer {
            engine.close()
            #expect(engine.liveObjects == 0)
            #expect(engine.memoryInUse == 0)
        }
        try engine.installNamespace("karst", modules: [.task, .trial(counter)]) { _ in nil }
        return try body(engine)
    }
}

extension LuaEngine {
    /// Compiles and runs a chunk as main.
    @discardableResult
    func run(_ source: String, _ arguments: [LuaValue] = []) throws(LuaError) -> [LuaValue] {
        try run(compile(Array(source.utf8), name: "=test"), arguments)
    }

    /// The error that running the chunk ends with.
    func error(of source: String) -> LuaError? {
        do throws(LuaError) {
            try run(source)
            return nil
        } catch {
            return error
        }
    }
}

/// Expects what a chunk returns.
func expect(
    _ engine: LuaEngine,
    _ source: String,
    _ arguments: [LuaValue] = [],
    gives expected: [LuaValue],
    sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let values = try engine.run(source, arguments)
    #expect(values == expected, sourceLocation: sourceLocation)
}
