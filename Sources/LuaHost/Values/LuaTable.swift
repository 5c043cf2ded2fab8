/// A copy of a plain Lua table.
///
/// The part counted from 1 without gaps is `list`; everything else is `fields`. Metatables are not consulted.
public struct LuaTable {
    /// The values at 1, 2, 3 and so on.
    public var list: [LuaValue]

    /// The other keys with their values.
    ///
    /// Lua tables have no order: fields that come from Lua come in any.
    public var fields: [(key: LuaValue, value: LuaValue)]

    /// Whether the table is a list even when empty, as in JSON's `[]`.
    ///
    /// A table that is pushed with this set keeps a mark. A table that comes from Lua is a list when it has the mark, or
    /// when it has a list part and no other fields.
    public var isList: Bool

    /// A list.
    public init(list: [LuaValue]) {
        self.list = list
        fields = []
        isList = true
    }

    /// A record.
    public init(fields: [(String, LuaValue)] = []) {
        list = []
        self.fields = fields.map { (.text($0.0), $0.1) }
        isList = false
    }

    /// Both parts.
    public init(list: [LuaValue], entries: [(key: LuaValue, value: LuaValue)], isList: Bool = false) {
        self.list = list
        fields = entries
        self.isList = isList
    }

    /// The value of a field with a text key.
    ///
    /// Setting nil removes the field.
    public subscript(_ key: String) -> LuaValue? {
        get { self[.text(key)] }
        set { self[.text(key)] = newValue }
    }

    /// The value of an integer key, wherever it stands.
    public subscript(id id: Int64) -> LuaValue? {
        get {
            if id >= 1, id <= Int64(list.count) { return list[Int(id) - 1] }
            return self[.integer(id)]
        }
        set {
            if let newValue, id >= 1, id <= Int64(list.count) {
                list[Int(id) - 1] = newValue
            } else {
                self[.integer(id)] = newValue
            }
        }
    }

    private subscript(key: LuaValue) -> LuaValue? {
        get { fields.first { $0.key == key }?.value }
        set {
            let place = fields.firstIndex { $0.key == key }
            if let newValue {
                if let place { fields[place].value = newValue } else { fields.append((key, newValue)) }
            } else if let place {
                fields.remove(at: place)
            }
        }
    }
}

extension LuaTable: Equatable {
    /// Equality of contents, whatever the order of the fields.
    public static func == (a: LuaTable, b: LuaTable) -> Bool {
        a.list == b.list && a.fields.count == b.fields.count
            && a.fields.allSatisfy { field in b.fields.contains { $0.key == field.key && $0.value == field.value } }
    }
}

@available(*, unavailable)
extension LuaTable: Sendable {}
