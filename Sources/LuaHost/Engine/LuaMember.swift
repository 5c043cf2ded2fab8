/// One name that can follow a value in Lua: feeds completion, `:help` and the generated annotations.
public struct LuaMember: Sendable, Hashable {
    /// What the name stands for.
    public enum Kind: String, Sendable {
        /// Called with a dot.
        case function
        /// Called with a colon.
        case method
        /// Read as a field.
        case property
        /// A module of a namespace.
        case module
        /// Any other field of a table.
        case field
    }

    /// The name.
    public let name: String
    /// What it stands for.
    public let kind: Kind
    /// Parameters and results, or the type of a property; empty when unknown.
    public let signature: String
    /// One sentence; empty when unknown.
    public let summary: String

    init(_ name: String, _ kind: Kind, _ signature: String = "", _ summary: String = "") {
        self.name = name
        self.kind = kind
        self.signature = signature
        self.summary = summary
    }

    var luaValue: LuaValue {
        .table(
            LuaTable(fields: [
                ("name", .text(name)), ("kind", .text(kind.rawValue)), ("signature", .text(signature)),
                ("summary", .text(summary)),
            ])
        )
    }
}

extension LuaType {
    /// Methods, then properties, in the order of the documentation.
    public var members: [LuaMember] {
        methods.map { LuaMember($0.name, .method, $0.signature, $0.summary) }
            + properties.map { LuaMember($0.name, .property, $0.luaType, $0.summary) }
    }
}

extension LuaModule {
    /// Functions, then constants.
    public var members: [LuaMember] {
        functions.map { LuaMember($0.name, .function, $0.signature, $0.summary) }
            + constants.map { LuaMember($0.0, .field, $0.1.typeName) }
    }
}
