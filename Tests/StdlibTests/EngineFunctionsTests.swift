import Glibc
import Karst
import Synchronization
import TestSupport
import Testing

struct EngineFunctionsTests {
    /// Lets nobody through before so many have come.
    private actor Meeting {
        private let count: Int
        private var waiting: [CheckedContinuation<Void, Never>] = []

        init(of count: Int) { self.count = count }

        func join() async {
            await withCheckedContinuation { continuation in
                waiting.append(continuation)
                guard waiting.count == count else { return }
                for waiter in waiting { waiter.resume() }
                waiting = []
            }
        }
    }

    @Test func callsOverlap() async throws {
        let values = try await OwnThread.run {
            let engine = try Engine()
            defer { engine.close() }
            let meeting = Meeting(of: 8)
            try engine.register("meet", "(n: integer): integer", "Waits for the others.") { arguments in
                let number = try arguments.integer(1, "n")
                await meeting.join()
                return .integer(number * number)
            }
            return try engine.run("return karst.task.map({ 1, 2, 3, 4, 5, 6, 7, 8 }, meet, { limit = 8 })")
                .first?.list?.compactMap(\.integer)
        }
        #expect(values == [1, 4, 9, 16, 25, 36, 49, 64])
    }

    @Test func valuesKeepTheirTypes() async throws {
        try await OwnThread.run {
            let engine = try Engine()
            defer { engine.close() }
            try engine.register("tool.deep.echo", "(...: any): any", "Gives back.") { arguments in
                .list((0..<arguments.count).map { arguments[$0 + 1] })
            }
            let script = """
                local f = function() end
                local t = tool.deep.echo(864691135463333789, 0.5, "a\\0\\xFF", true, { 1, { 2 } },
                  { name = "x", [864691135463333789] = 1 }, karst.swc.parse("1 1 7 8 9 1 -1"), f, karst.null,
                  karst.swc.parse("1 1 7 8 9 1 -1").x, nil)
                assert(math.type(t[1]) == "integer" and t[1] == 864691135463333789 and t[2] == 0.5)
                assert(t[3] == "a\\0\\xFF" and t[4] == true and t[5][2][1] == 2)
                assert(t[6].name == "x" and t[6][864691135463333789] == 1)
                assert(t[7]:vertex(1) == 7 and t[8] == f and t[9] == karst.null and t[10][1] == 7 and t[11] == nil)
                return #tool.deep.echo()
                """
            #expect(try engine.run(script) == [0])
        }
    }

    @Test func cancellingTheTaskCancelsTheFunction() async throws {
        let wasCancelled = try await OwnThread.run {
            let cancelled = Atomic<Bool>(false)
            let engine = try Engine()
            try engine.register("wait", "()", "Waits for ever.") { _ in
                do {
                    try await Task.sleep(for: .seconds(1000))
                } catch {
                    cancelled.store(true, ordering: .relaxed)
                    throw error
                }
                return .nil
            }
            let status = try engine.run(
                """
                local task = karst.task.spawn(wait)
                karst.task.sleep(0)
                task:cancel()
                return select(2, pcall(task.join, task)).code
                """
            )
            #expect(status == ["cancelled"])
            engine.close()
            // The function learns of it on a thread of its own.
            for _ in 0..<30_000 {
                if cancelled.load(ordering: .relaxed) { return true }
                usleep(10_000)
            }
            return false
        }
        #expect(wasCancelled)
    }

    private struct OwnError: Error, CustomStringConvertible { let description = "the database is away" }

    @Test func errorsBecomeLuas() async throws {
        try await OwnThread.run {
            let engine = try Engine()
            defer { engine.close() }
            try engine.register("fail", "(how: string)", "Fails.") { arguments in
                switch try arguments.string(1, "how") {
                case "lua": throw LuaError(code: "refused", "not today", details: ["status": 403])
                case "karst": throw SkeletonError.badOption("no such option")
                default: throw OwnError()
                }
            }
            let script = "local ok, e = pcall(fail, ...) return e.code, e.message, e.status"
            #expect(try engine.run(script, arguments: ["lua"]) == ["refused", "not today", 403])
            #expect(try engine.run(script, arguments: ["karst"]) == ["bad_option", "no such option", nil])
            #expect(try engine.run(script, arguments: ["other"]) == ["error", "the database is away", nil])
            #expect(
                try engine.run(script, arguments: [1]) == [
                    "bad_argument", "bad argument #1 'how' (string expected, got number)", nil,
                ]
            )
        }
    }

    @Test func namesThatCannotBeAreRefused() async throws {
        try await OwnThread.run {
            let engine = try Engine()
            defer { engine.close() }
            for (name, message) in [
                ("", "'' is no name of a function"), ("a..b", "'a..b' is no name of a function"),
                ("print.x", "'print' is a function and cannot hold functions"),
            ] {
                do throws(LuaError) {
                    try engine.register(name, "()", "Nothing.") { _ in .nil }
                    Issue.record("no error")
                } catch {
                    #expect(error.message == message)
                }
            }
        }
    }

    @Test func functionsAreCalledByName() async throws {
        try await OwnThread.run {
            let engine = try Engine()
            defer { engine.close() }
            #expect(try engine.call("math.max", [1, 3, 2]) == [3])
            #expect(try engine.call("karst.ids.parse", ["864691135463333789"]) == [864_691_135_463_333_789])
            #expect(throws: LuaError.self) { try engine.call("no.such") }
        }
    }
}
