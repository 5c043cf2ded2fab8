import LuaHost
import SkeletonModel

extension LuaValue {
    /// JSON as Lua has it: arrays marked as lists, so that an empty one stays one; null as `karst.null`.
    init(_ json: JSONValue) {
        switch json {
        case .null: self = .null
        case .boolean(let flag): self = .boolean(flag)
        case .integer(let number): self = .integer(number)
        case .number(let number): self = .number(number)
        case .string(let text): self = .text(text)
        case .array(let items): self = .list(items.map(LuaValue.init))
        case .object(let object): self = LuaValue(object)
        }
    }

    /// A JSON object as a table.
    init(_ object: JSONObject) {
        self = .record(object.members.map { ($0.key, LuaValue($0.value)) })
    }

    /// A list that stays one when it is empty.
    static func list(_ values: [LuaValue]) -> LuaValue {
        .table(LuaTable(list: values))
    }

    /// A table with named fields.
    static func record(_ fields: [(String, LuaValue)]) -> LuaValue {
        .table(LuaTable(fields: fields))
    }

    /// A table with root ids as keys.
    static func byID(_ entries: some Sequence<(RootID, LuaValue)>) -> LuaValue {
        var table = LuaTable(fields: [])
        for (id, value) in entries { table.fields.append((key: .integer(id.value), value: value)) }
        return .table(table)
    }
}

extension JSONValue {
    /// A Lua value as JSON; `path` says where it stands, for the error.
    ///
    /// Integer keys become decimal text. A table with a list part is an array, any other an object: an empty one too,
    /// unless it is marked as a list.
    init(_ value: LuaValue, path: String = "value") throws(LuaError) {
        switch value.withPlainList {
        case .nil, .null: self = .null
        case .boolean(let flag): self = .boolean(flag)
        case .integer(let number): self = .integer(number)
        case .number(let number):
            guard number.isFinite else { throw JSONValue.problem(path, "JSON has no number \(number)") }
            self = .number(number)
        case .string(let string):
            guard let text = string.text else { throw JSONValue.problem(path, "text in JSON must be UTF-8") }
            self = .string(text)
        case .table(let table): self = try JSONValue(table, path: path)
        case .doubles(let numbers): self = .array(numbers.map(JSONValue.number))
        case .integers(let numbers): self = .array(numbers.map(JSONValue.integer))
        case .object, .reference, .function: throw JSONValue.problem(path, "a \(value.typeName) has no form in JSON")
        }
    }

    private init(_ table: LuaTable, path: String) throws(LuaError) {
        if table.fields.isEmpty, table.isList || !table.list.isEmpty {
            var items: [JSONValue] = []
            for (index, item) in table.list.enumerated() {
                items.append(try JSONValue(item, path: "\(path)[\(index + 1)]"))
            }
            self = .array(items)
            return
        }
        guard table.list.isEmpty else {
            throw JSONValue.problem(path, "a table with both a list and named fields has no form in JSON")
        }
        var members: [JSONObject.Member] = []
        for (key, item) in table.fields {
            let name = try JSONValue.name(of: key, path: path)
            members.append(.init(key: name, value: try JSONValue(item, path: "\(path).\(name)")))
        }
        self = .object(JSONObject(members: members))
    }

    private static func name(of key: LuaValue, path: String) throws(LuaError) -> String {
        switch key {
        case .integer(let number): return String(number)
        case .string(let string):
            guard let text = string.text else { throw problem(path, "keys in JSON must be UTF-8") }
            return text
        default: throw problem(path, "a \(key.typeName) cannot be a key in JSON")
        }
    }

    private static func problem(_ path: String, _ text: String) -> LuaError {
        LuaError(code: "bad_argument", "\(path): \(text)")
    }
}
