/// An object that is taken wherever a plain list is.
public protocol LuaListConvertible: LuaObject {
    /// A copy as a plain list.
    var listTable: LuaTable { get }
}

extension LuaValue {
    /// The value, with the plain list in place of an object that stands for one.
    public var withPlainList: LuaValue {
        if case .object(let list as any LuaListConvertible) = self { .table(list.listTable) } else { self }
    }
}

extension LuaTypedArray: LuaListConvertible {
    /// The numbers as a plain list.
    public var listTable: LuaTable { LuaTable(list: visible.map(\.luaValue)) }
}
