public import LuaHost

/// Every Lua module that is written in Swift.
public enum ModuleCatalog: Sendable {
    /// The modules of one engine, which share its open services.
    public static func modules(_ services: ServiceRegistry) -> [LuaModule] {
        [
            .array, .cave(services), .fs, .json, .service(services), .skeleton, .skeletonize, .swc, .task, .terminal,
        ]
    }

    /// What a script finds in the namespace: the modules of Swift and of Lua, in order of their names.
    public static func directory(_ modules: [LuaModule]) -> LuaValue {
        var summaries = Dictionary(uniqueKeysWithValues: modules.map { ($0.name, $0.summary) })
        for name in StandardLibrary.modules where summaries[name] == nil {
            summaries[name] = StandardLibrary.summary(of: name)
        }
        return .list(
            summaries.sorted { $0.key < $1.key }.map { name, summary in
                .record([
                    ("name", .text(name)), ("kind", .text("module")), ("signature", .text("")),
                    ("summary", .text(summary)),
                ])
            }
        )
    }

    /// The Lua file of a module, if it has one: it may stand alone or extend the Swift module of its name.
    public static func library(_ name: String) -> LuaSource? {
        StandardLibrary.source(of: "\(name).lua").map { LuaSource(bytes: $0, chunkName: "=karst/\(name).lua") }
    }
}
