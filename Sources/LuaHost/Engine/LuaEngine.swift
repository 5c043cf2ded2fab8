internal import CLua
internal import CLuaShim
import Synchronization

/// A Lua 5.4 state with its scheduler.
///
/// An engine is made, used and closed on one thread. What crosses threads is Sendable: `LuaReference`, `LuaInterrupter`.
///
/// ```swift
/// let engine = try LuaEngine()
/// defer { engine.close() }
/// let main = try engine.compile(Array("return 6 * 7".utf8), name: "=example")
/// print(try engine.run(main))  // [.integer(42)]
/// ```
public final class LuaEngine {
    struct TypeEntry {
        let type: LuaType
        let identifier: ObjectIdentifier
    }

    /// What scripts may reach outside of Lua.
    public let access: LuaAccess

    var host: OpaquePointer?
    /// The stack of the Lua code that runs now; nil while none does.
    var current: OpaquePointer? { host.flatMap { kl_calling($0) } }
    var functions: [LuaFunction] = []
    let bodies = LuaBodies()
    var types: [TypeEntry] = []
    var typeIDs: [ObjectIdentifier: Int32] = [:]
    var namespaces: [LuaNamespace] = []
    /// What was still in use after closing; zero unless something is wrong.
    private var finalMemory = 0
    let released = LuaReleasedSlots()
    let scheduler = LuaScheduler()
    /// Where scripts write when not to the process's own streams.
    var output: LuaOutput?
    /// What several objects share, with how many of them Lua holds.
    var storages: [ObjectIdentifier: LuaSharedStorage] = [:]

    /// How many objects of ours Lua holds.
    public internal(set) var liveObjects = 0

    /// How many tasks failed without anyone joining them.
    ///
    /// A runner ends with status 1 when there are some.
    public internal(set) var failedTaskCount = 0

    /// Told of each task that failed without anyone joining it.
    ///
    /// By default, standard error is.
    public var onTaskFailure: (LuaError) -> Void = LuaEngine.reportTaskFailure

    /// Told while what runs in the foreground waits.
    public var waitObserver: LuaWaitObserver?

    /// Interrupts this engine, from any thread.
    public let interrupter = LuaInterrupter()

    /// The release of Lua that this was built with, such as `Lua 5.4.4`.
    public static var release: String { String(cString: kl_release()) }

    /// Opens an engine with Lua's standard library.
    public init(_ options: Options = Options()) throws(LuaError) {
        access = LuaAccess(options)
        host = kl_host_open(Unmanaged.passUnretained(self).toOpaque(), Self.callbacks, options.settings)
        guard let host else { throw .memory }
        scheduler.engine = Unmanaged.passUnretained(self)
        scheduler.inbox.attach(host)
        interrupter.attach(host)
        try installReplacements(moduleTree: options.moduleTree)
    }

    deinit {
        close()
    }

    /// Bytes that Lua uses now, with what objects report to hold outside; zero after closing.
    public var memoryInUse: Int { host.map { kl_memory_used($0) + kl_memory_external($0) } ?? finalMemory }

    /// The most bytes that Lua used at one time.
    public var peakMemory: Int { host.map { kl_memory_peak($0) } ?? 0 }

    /// How often Lua asked for memory.
    public var allocationCount: Int { host.map { Int(kl_allocation_count($0)) } ?? 0 }

    /// Turns Lua's warnings on or off, as `lua -W` does.
    public func setWarnings(_ on: Bool) {
        if let host { kl_set_warnings(host, on) }
    }

    /// Whether the engine has been closed.
    public var isClosed: Bool { host == nil }

    /// Ends all tasks (each gets `cancelled` where it waits, and runs its `<close>` variables), then the state.
    ///
    /// Every object is let go of. Closing twice does no harm. An engine cannot be closed from inside a call.
    public func close() {
        guard let host, current == nil else { return }
        scheduler.shutDown()
        kl_host_close(host)
        interrupter.detach()
        scheduler.inbox.detach()
        finalMemory = kl_memory_used(host) + kl_memory_external(host)
        self.host = nil
        namespaces = []
        functions = []
        storages = [:]
        kl_host_free(host)
        bodies.removeAll()
    }

    private static func reportTaskFailure(_ error: LuaError) {
        LuaStandardError.write("error in a task: \(error.message)\n")
        if let traceback = error.traceback { LuaStandardError.write(traceback + "\n") }
    }
}

@available(*, unavailable)
extension LuaEngine: Sendable {}
