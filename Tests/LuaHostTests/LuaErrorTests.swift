import LuaHost
import Testing

struct LuaErrorTests {
    @Test func swiftErrorsAreObjectsInLua() async throws {
        try await withEngine { engine in
            let values = try engine.run(
                """
                local ok, e = pcall(function() karst.trial.throw("no good") end)
                return ok, type(e), e.code, e.message, tostring(e), e.where, e.line, e.details.line, "got " .. e
                """
            )
            #expect(
                values == [
                    .boolean(false), .text("table"), .text("trial"), .text("no good"), .text("no good"),
                    .text("test:1"),
                    .integer(7), .integer(7), .text("got no good"),
                ]
            )
        }
    }

    @Test func errorsKeepTheirIdentity() async throws {
        try await withEngine { engine in
            try expect(
                engine,
                """
                local mine = setmetatable({}, { __tostring = function() return "mine" end })
                local function raise() error(mine) end
                local _, a = pcall(karst.trial.call, raise)
                local _, b = pcall(karst.trial.cell(1).call, karst.trial.cell(1), raise)
                local t = karst.task.spawn(error, mine)
                local _, c = pcall(t.join, t)
                local _, d = pcall(karst.trial.throw, "x")
                local _, e = pcall(karst.trial.call, function() error(d) end)
                return rawequal(a, mine), rawequal(b, mine), rawequal(c, mine), rawequal(d, e)
                """,
                gives: [.boolean(true), .boolean(true), .boolean(true), .boolean(true)]
            )
        }
    }

    @Test func luaErrorsArriveWithTraceback() async throws {
        try await withEngine { engine in
            let plain = try #require(engine.error(of: "local function f() error('oh') end f()"))
            #expect(plain.code == "error")
            #expect(plain.message == "test:1: oh")
            #expect(plain.where == "test:1")
            #expect(plain.traceback?.contains("in local 'f'") == true)
            let own = try #require(engine.error(of: "karst.trial.throw('deep')"))
            #expect(own.code == "trial")
            #expect(own.details["line"] == .integer(7))
            #expect(own.where == "test:1")
            #expect(own.traceback?.contains("test:1") == true)
        }
    }

    @Test(arguments: [
        ("error({ code = 'x', message = 'told' })", "x", "told"),
        ("error({ a = 1 })", "error", "{a = 1}"),
        ("error(setmetatable({}, { __tostring = function() return 'shown' end }))", "error", "shown"),
        ("error(setmetatable({}, { __tostring = error }))", "error", "an error that cannot be shown"),
        ("error()", "error", "nil"),
        ("error(12)", "error", "12"),
        ("local x = nil; x.y = 1", "error", "test:1: attempt to index a nil value (local 'x')"),
    ])
    func anyErrorValueHasAText(source: String, code: String, message: String) async throws {
        try await withEngine { engine in
            let error = try #require(engine.error(of: source))
            #expect(error.code == code)
            #expect(error.message == message)
        }
    }

    @Test(arguments: [
        ("karst.trial.text(12)", "bad argument #1 'text' (string expected, got number)"),
        ("karst.trial.text()", "bad argument #1 'text' (string expected, got no value)"),
        ("karst.trial.text(nil)", "bad argument #1 'text' (string expected, got nil)"),
        ("karst.trial.text(karst.trial.cell(1))", "bad argument #1 'text' (string expected, got Cell)"),
        ("karst.trial.text(karst.null)", "bad argument #1 'text' (string expected, got null)"),
        ("karst.trial.cell(1.5)", "bad argument #1 'value' (integer expected, got 1.5)"),
        ("karst.trial.cell('1')", "bad argument #1 'value' (integer expected, got string)"),
        ("karst.trial.cell(1).plus(2)", "bad receiver (Cell expected, got number); call methods with ':'"),
        ("karst.trial.cell(1).plus()", "bad receiver (Cell expected, got no value); call methods with ':'"),
        ("karst.trial.cell(1).plus(io.stdout)", "bad receiver (Cell expected, got userdata); call methods with ':'"),
        ("karst.trial.cell(1):plus()", "bad argument #1 'n' (integer expected, got no value)"),
        ("local c <close> = karst.trial.cell(1); c = nil", ""),
    ])
    func wrongArgumentsAreNamed(source: String, message: String) async throws {
        try await withEngine { engine in
            if message.isEmpty {
                #expect(throws: LuaError.self) { try engine.compile(Array(source.utf8), name: "=x") }
            } else {
                #expect(engine.error(of: source)?.message == message)
                #expect(engine.error(of: source)?.code == "bad_argument")
            }
        }
    }

    @Test func closedObjectsAreRefused() async throws {
        try await withEngine { engine in
            let keep = "local kept; do local c <close> = karst.trial.cell(4); kept = c end; "
            for use in [
                "kept:plus(1)", "return kept.value", "return #kept", "return kept[1]", "kept()",
                "karst.trial.call(kept.plus, kept)",
            ] {
                #expect(engine.error(of: keep + use)?.message == "attempt to use a closed Cell", "\(use)")
            }
            try expect(engine, keep + "return tostring(kept)", gives: [.text("closed Cell")])
            #expect(engine.liveObjects == 0)
        }
    }
}
