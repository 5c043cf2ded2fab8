import SkeletonModel

/// One line of a level-2 graph file, read field by field.
struct Level2Record {
    let kind: String
    private let object: JSONObject

    init(_ line: ArraySlice<UInt8>) throws(Level2GraphFault) {
        let value: JSONValue
        do {
            value = try JSONValue.parse(Array(line))
        } catch {
            guard String(validating: line, as: UTF8.self) != nil else { throw .notUTF8 }
            throw .notJSON(error.problem)
        }
        guard let object = value.objectValue else { throw .notAnObject }
        self.object = object
        guard let type = object["t"] else { throw .noKind }
        guard let kind = type.stringValue else {
            throw .badField(field: "t", expected: "the kind of record as text", found: Self.name(type))
        }
        self.kind = kind
    }

    /// A field that is there and not null.
    subscript(field: String) -> JSONValue? {
        guard let value = object[field], value != .null else { return nil }
        return value
    }

    /// An id from 1 to 2^63−1, written as a number or as its digits.
    func id(_ field: String) throws(Level2GraphFault) -> Int64? {
        guard let value = self[field] else { return nil }
        switch value {
        case .integer(let id):
            guard id > 0 else { throw .idOutOfRange(field: field, text: String(id)) }
            return id
        case .string(let text):
            guard let id = RootID(text) else { throw .idOutOfRange(field: field, text: "'\(text)'") }
            return id.value
        default:
            throw .badField(field: field, expected: "an integer id", found: Self.name(value))
        }
    }

    func requiredID(_ field: String) throws(Level2GraphFault) -> Int64 {
        guard let id = try id(field) else { throw .missingField(kind: kind, field: field) }
        return id
    }

    func number(_ field: String) throws(Level2GraphFault) -> Double? {
        guard let value = self[field] else { return nil }
        guard let number = value.doubleValue else {
            throw .badField(field: field, expected: "a number", found: Self.name(value))
        }
        guard number.isFinite else { throw .notFinite(field: field) }
        return number
    }

    func integer(_ field: String) throws(Level2GraphFault) -> Int64? {
        guard let value = self[field] else { return nil }
        guard let integer = value.integerValue else {
            throw .badField(field: field, expected: "an integer", found: Self.name(value))
        }
        return integer
    }

    func boolean(_ field: String) throws(Level2GraphFault) -> Bool? {
        guard let value = self[field] else { return nil }
        guard let boolean = value.booleanValue else {
            throw .badField(field: field, expected: "true or false", found: Self.name(value))
        }
        return boolean
    }

    func text(_ field: String) throws(Level2GraphFault) -> String? {
        guard let value = self[field] else { return nil }
        guard let text = value.stringValue else {
            throw .badField(field: field, expected: "text", found: Self.name(value))
        }
        return text
    }

    func point(_ field: String) throws(Level2GraphFault) -> Point3? {
        guard let value = self[field] else { return nil }
        guard let list = value.arrayValue, list.count == 3, let x = list[0].doubleValue, let y = list[1].doubleValue,
            let z = list[2].doubleValue
        else { throw .badField(field: field, expected: "a list of 3 numbers", found: Self.name(value)) }
        let point = Point3(x, y, z)
        try Level2Graph.check(point, field)
        return point
    }

    /// A value as an error shows it.
    private static func name(_ value: JSONValue) -> String {
        switch value {
        case .array(let values): "a list of \(values.count)"
        case .object: "an object"
        default: String(decoding: value.text(), as: UTF8.self)
        }
    }
}
