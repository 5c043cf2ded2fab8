public import Bindings
import Dispatch
@_exported public import LuaHost
@_exported public import SkeletonModel

/// A Lua engine with everything of karst in it: the client and the embedded service, skeletons, files, tasks.
///
/// ```swift
/// let engine = try Engine()
/// defer { engine.close() }
/// let values = try engine.run("return 6 * 7")
/// print(values[0].integer ?? 0)  // 42
/// ```
///
/// An engine belongs to the thread that made it. Several may exist; nothing is shared between them but the files they
/// open. What scripts print goes to ``onOutput``; `os.exit` ends the script and not the process; and no signal handler is
/// installed, until a ``Canceller`` is first used from another thread: that takes SIGURG, which is ignored by default.
public final class Engine {
    /// The engine below, for what is not about karst: globals, references, memory.
    public let lua: LuaEngine

    private let services: ServiceRegistry
    let listeners = HostListeners()
    let events = EngineEvents()

    /// Where the output of scripts goes.
    public enum Streams: Sendable, Hashable {
        /// To ``Engine/onOutput``; task failures to ``Engine/onLog``; `os.exit` cannot end the process.
        case handlers
        /// To the standard streams of the process, for a program that is nothing but a runner of scripts.
        case process
    }

    /// An engine with the global table `karst`.
    ///
    /// - `options`: Profile and limits.
    /// - `streams`: Where the output of scripts goes.
    /// - `hooks`: Where clients of hosted services say what they do.
    public init(
        _ options: LuaEngine.Options = LuaEngine.Options(),
        streams: Streams = .handlers,
        hooks: ClientHooks = ClientHooks()
    ) throws(LuaError) {
        lua = try LuaEngine(options)
        services = ServiceRegistry(hooks: hooks)
        if streams == .handlers { try listenToScripts() }
        let modules = ModuleCatalog.modules(services) + [.host(listeners), .help]
        try lua.installNamespace(
            "karst",
            modules: modules,
            fields: [("version", .text(Self.version))],
            directory: ModuleCatalog.directory(modules),
            libraryNames: StandardLibrary.modules,
            library: ModuleCatalog.library
        )
        if streams == .handlers { try keepProcessAlive() }
    }

    /// The version of karst.
    public static let version = "0.1.0"

    /// Leaves `os.exit` without its second argument, by which a script could end the process at once.
    private func keepProcessAlive() throws(LuaError) {
        let source = """
            if os and os.exit then
              local exit = os.exit
              function os.exit(status) return exit(status) end
            end
            """
        _ = try lua.call(try lua.compile(Array(source.utf8), name: "=karst"), [])
    }

    /// Ends the work of services that scripts opened, and releases everything.
    ///
    /// Waits until workers have put their jobs back. The engine cannot be used afterwards.
    public func close() {
        lua.close()
        // Starting the concurrency pool costs more than everything else that a short script does.
        guard !services.isEmpty else { return }
        let closed = DispatchSemaphore(value: 0)
        let services = services
        Task.detached {
            await services.close()
            closed.signal()
        }
        closed.wait()
    }

    /// The text of a file of the Lua library, such as `recipes/poll_and_fetch.lua`.
    public static func librarySource(_ path: String) -> [UInt8]? {
        StandardLibrary.source(of: path)
    }

    /// The paths of all files of the Lua library.
    public static var libraryPaths: [String] { StandardLibrary.paths }

    /// The names of the recipes.
    public static var recipes: [String] { StandardLibrary.recipes }
}

@available(*, unavailable)
extension Engine: Sendable {}
