public import LuaHost

/// Every Lua module that is written in Swift.
public enum ModuleCatalog: Sendable {
    /// The modules of one engine, which share its open services.
    public static func modules(_ services: ServiceRegistry) -> [LuaModule] {
        [
            .cave(services), .fs, .json, .service(services), .skeleton, .skeletonize, .swc, .task, .terminal,
        ]
    }

    /// The Lua file of a module, if it has one: it may stand alone or extend the Swift module of its name.
    public static func library(_ name: String) -> LuaSource? {
        StandardLibrary.source(of: "\(name).lua").map { LuaSource(bytes: $0, chunkName: "@karst/\(name).lua") }
    }
}
