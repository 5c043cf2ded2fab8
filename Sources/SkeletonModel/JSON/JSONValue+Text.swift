extension JSONValue {
    /// Reads a whole JSON text.
    ///
    /// Integers are exact; one outside `Int64` is an error, as are NaN, Infinity, numbers too large for a double,
    /// nesting deeper than 1,024 and bytes that are not UTF-8. Of a key that comes twice the last value counts.
    public static func parse(_ bytes: [UInt8]) throws(JSONError) -> JSONValue {
        guard let value = try JSONDocument(bytes).root.tree() else { throw JSONDocument.fault(in: bytes) }
        return value
    }

    /// Reads a whole JSON text.
    public static func parse(_ text: String) throws(JSONError) -> JSONValue {
        try parse(Array(text.utf8))
    }

    /// The value as JSON without any blank, keys in their own order.
    ///
    /// Numbers have the form of Python's `repr` (`1054664.0`, `1e+16`), which reads back to the same bits. NaN and the
    /// infinities, which JSON does not have, become `null`: ask `isFinite` first where that matters.
    public func text() -> [UInt8] { text(sortingKeys: false) }

    /// The same with the keys of every object in ascending order of their bytes.
    public var sortedText: [UInt8] { text(sortingKeys: true) }

    private func text(sortingKeys: Bool) -> [UInt8] {
        var writer = ByteWriter()
        writer.append(self, sortingKeys: sortingKeys)
        return writer.bytes
    }
}

extension ByteWriter {
    package mutating func append(_ value: JSONValue, sortingKeys: Bool = false) {
        switch value {
        case .null: append("null")
        case .boolean(let value): append(value ? "true" : "false")
        case .integer(let value): append(integer: value)
        case .number(let value): append(pythonNumber: value)
        case .string(let value): append(quoted: value)
        case .array(let values): append(values, sortingKeys: sortingKeys)
        case .object(let object): append(object, sortingKeys: sortingKeys)
        }
    }

    private mutating func append(_ values: [JSONValue], sortingKeys: Bool) {
        append("[")
        for (index, value) in values.enumerated() {
            if index > 0 { append(",") }
            append(value, sortingKeys: sortingKeys)
        }
        append("]")
    }

    package mutating func append(_ object: JSONObject, sortingKeys: Bool = false) {
        var members = object.members
        if sortingKeys { members.sort { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) } }
        append("{")
        for (index, member) in members.enumerated() {
            if index > 0 { append(",") }
            append(quoted: member.key)
            append(":")
            append(member.value, sortingKeys: sortingKeys)
        }
        append("}")
    }

    private mutating func append(quoted text: String) {
        append("\"")
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""): append("\\\"")
            case UInt8(ascii: "\\"): append("\\\\")
            case 0x0A: append("\\n")
            case 0x0D: append("\\r")
            case 0x09: append("\\t")
            case 0x08: append("\\b")
            case 0x0C: append("\\f")
            case 0..<0x20: append(controlCharacter: byte)
            default: append(byte: byte)
            }
        }
        append("\"")
    }

    private mutating func append(controlCharacter byte: UInt8) {
        let digits = Array("0123456789abcdef".utf8)
        append("\\u00")
        append(byte: digits[Int(byte >> 4)])
        append(byte: digits[Int(byte & 15)])
    }
}
