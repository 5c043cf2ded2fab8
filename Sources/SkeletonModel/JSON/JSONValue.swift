/// A JSON value whose integers stay integers: ids above 2^53 never pass through a double.
public enum JSONValue: Sendable, Hashable {
    case null
    case boolean(Bool)
    /// A number written without point or exponent.
    case integer(Int64)
    /// A number written with a point or an exponent.
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object(JSONObject)
}

/// A JSON object that keeps the order of its keys.
public struct JSONObject: Sendable, Hashable, ExpressibleByDictionaryLiteral {
    /// One key with its value.
    public struct Member: Sendable, Hashable {
        public var key: String
        public var value: JSONValue
    }

    /// The members in the order in which they were written.
    public private(set) var members: [Member]

    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        members = []
        for (key, value) in elements { self[key] = value }
    }

    /// The value of a key; setting nil removes the key, setting a new key appends it.
    public subscript(key: String) -> JSONValue? {
        get { members.first { $0.key == key }?.value }
        set {
            let index = members.firstIndex { $0.key == key }
            switch (index, newValue) {
            case (let index?, let value?): members[index].value = value
            case (let index?, nil): members.remove(at: index)
            case (nil, let value?): members.append(Member(key: key, value: value))
            case (nil, nil): break
            }
        }
    }
}
