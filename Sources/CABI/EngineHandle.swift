import CAPI
import Glibc
import Karst

/// What a `karst_engine` stands for.
// But for the canceller and the thread's name, everything is for the engine's own thread, and `check` sees to that.
final class EngineHandle: HandleObject, @unchecked Sendable {
    static let kind = "engine"

    let engine: Engine
    let canceller: Canceller
    private let thread = pthread_self()
    private var isRunning = false

    init(_ options: LuaEngine.Options) throws(LuaError) {
        engine = try Engine(options)
        canceller = engine.canceller
    }

    /// Throws unless this is the engine's thread and no call of its own is under way.
    func check() throws(Failure) {
        guard pthread_equal(thread, pthread_self()) != 0 else {
            throw Failure(KARST_WRONG_THREAD, "wrong_thread", "the engine belongs to the thread that opened it")
        }
        guard !isRunning else { throw Failure(KARST_BUSY, "busy", "the engine is running already") }
    }

    /// Runs something in the engine.
    func run<Value>(_ work: Work<Value>) throws(Failure) -> Value {
        isRunning = true
        defer { isRunning = false }
        do throws(LuaError) { return try work.run(engine) } catch { throw Failure(error) }
    }

    /// Runs something that takes and gives values.
    func run(
        with arguments: [PlainValue],
        _ work: @escaping (Engine, [LuaValue]) throws(LuaError) -> [LuaValue]
    ) throws(Failure) -> [PlainValue] {
        try run(
            Work { (engine) throws(LuaError) in
                var results: [PlainValue] = []
                for value in try work(engine, arguments.map { $0.luaValue(in: engine.lua) }) {
                    results.append(try PlainValue(value, in: engine.lua))
                }
                return results
            }
        )
    }

    /// A typed-throws closure in a field: as a bare generic argument it would crash the compiler (6.3.1).
    struct Work<Value> {
        let run: (Engine) throws(LuaError) -> Value

        init(_ run: @escaping (Engine) throws(LuaError) -> Value) { self.run = run }
    }
}

/// An engine on its own thread, and not running.
func idleEngine(_ handle: OpaquePointer?) throws(Failure) -> EngineHandle {
    let engine = try Handles.object(handle, as: EngineHandle.self)
    try engine.check()
    return engine
}

/// The arguments in a list, none for NULL.
func arguments(_ handle: OpaquePointer?) throws(Failure) -> [PlainValue] {
    guard let handle else { return [] }
    return try Handles.object(handle, as: ValueList.self).arguments()
}
