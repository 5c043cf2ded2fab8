import Bindings
import Dispatch
@_exported public import LuaHost

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
/// open. It installs no signal handlers, prints nothing unless a script does, and never ends the process.
public final class Engine {
    /// The engine below, for what is not about karst: globals, interrupts, memory.
    public let lua: LuaEngine

    private let services = ServiceRegistry()

    /// An engine with the global table `karst`.
    public init(_ options: LuaEngine.Options = LuaEngine.Options()) throws(LuaError) {
        lua = try LuaEngine(options)
        let modules = ModuleCatalog.modules(services)
        try lua.installNamespace(
            "karst",
            modules: modules,
            fields: [("version", .text(Self.version))],
            directory: ModuleCatalog.directory(modules),
            libraryNames: StandardLibrary.modules,
            library: ModuleCatalog.library
        )
    }

    /// The version of karst.
    public static let version = "0.1.0"

    /// Runs a script and gives what it returns.
    ///
    /// The call ends when the script and all tasks that it started have ended.
    /// - Parameters:
    ///   - script: The text.
    ///   - name: What tracebacks call the script.
    ///   - arguments: What the script has as `...`.
    /// - Throws: What the script raised and did not catch; a script that is no Lua has the code `syntax`.
    @discardableResult
    public func run(
        _ script: String,
        name: String = "script",
        arguments: [LuaValue] = []
    ) throws(LuaError) -> [LuaValue] {
        try run(bytes: Array(script.utf8), chunkName: "=\(name)", arguments: arguments)
    }

    /// Runs a script file; a first line that begins with `#` is left out.
    @discardableResult
    public func run(contentsOf path: String, arguments: [LuaValue] = []) throws(LuaError) -> [LuaValue] {
        let bytes = try ScriptFile.read(path)
        return try run(bytes: bytes, chunkName: "@\(path)", arguments: arguments)
    }

    /// Runs one of the recipes that come with karst.
    @discardableResult
    public func run(recipe name: String, arguments: [LuaValue] = []) throws(LuaError) -> [LuaValue] {
        guard let bytes = StandardLibrary.source(of: "recipes/\(name).lua") else {
            let known = StandardLibrary.recipes.joined(separator: ", ")
            throw LuaError(code: "not_found", "there is no recipe '\(name)' (known: \(known))")
        }
        return try run(bytes: bytes, chunkName: "@\(name).lua", arguments: arguments)
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

    private func run(
        bytes: [UInt8],
        chunkName: String,
        arguments: [LuaValue]
    ) throws(LuaError) -> [LuaValue] {
        var values: [LuaValue] = []
        for value in try lua.run(try lua.compile(bytes, name: chunkName), arguments) {
            values.append(try copied(value))
        }
        return values
    }

    /// Plain tables as copies; what has an identity (functions, threads, …) stays a reference.
    private func copied(_ value: LuaValue) throws(LuaError) -> LuaValue {
        guard let reference = value.reference, reference.typeName == "table" else { return value }
        return .table(try lua.table(of: reference))
    }
}

@available(*, unavailable)
extension Engine: Sendable {}
