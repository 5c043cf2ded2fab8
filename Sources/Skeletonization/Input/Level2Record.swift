import SkeletonModel

/// The current line of a level-2 graph file, read field by field.
struct Level2Record {
    /// What a line describes.
    enum Kind: String {
        case header
        case node = "n"
        case edge = "e"
        case synapse = "s"

        // The compiler's own initialiser compares text by text, which shows in files of a hundred thousand lines.
        init?(rawValue name: String) {
            switch (name.utf8.count, name.utf8.first) {
            case (1, UInt8(ascii: "n")): self = .node
            case (1, UInt8(ascii: "e")): self = .edge
            case (1, UInt8(ascii: "s")): self = .synapse
            default:
                guard name == "header" else { return nil }
                self = .header
            }
        }
    }

    let kind: Kind
    private let lines: JSONLines

    init(_ lines: JSONLines) throws(Level2GraphFault) {
        self.lines = lines
        guard lines.isObject else { throw .notAnObject }
        guard let type = lines["t"] else { throw .noKind }
        guard case .text(let name) = type else {
            throw .badField(field: "t", expected: "the kind of record as text", found: type.shown)
        }
        guard let kind = Kind(rawValue: name) else { throw .unknownKind(name) }
        self.kind = kind
    }

    /// An id from 1 to 2^63−1, written as a number or as its digits.
    func id(_ field: StaticString) throws(Level2GraphFault) -> Int64? {
        switch lines[field] {
        case nil: return nil
        case .integer(let id):
            guard id > 0 else { throw .idOutOfRange(field: "\(field)", text: String(id)) }
            return id
        case .large(let id): throw .idOutOfRange(field: "\(field)", text: String(id))
        case .text(let text):
            guard let id = RootID(text) else { throw .idOutOfRange(field: "\(field)", text: "'\(text)'") }
            return id.value
        case let other?: throw .badField(field: "\(field)", expected: "an integer id", found: other.shown)
        }
    }

    func requiredID(_ field: StaticString) throws(Level2GraphFault) -> Int64 {
        guard let id = try id(field) else { throw .missingField(kind: kind.rawValue, field: "\(field)") }
        return id
    }

    func number(_ field: StaticString) throws(Level2GraphFault) -> Double? {
        switch lines[field] {
        case nil: nil
        case .number(let value): value
        case .integer(let value): Double(value)
        case .large(let value): Double(value)
        case let other?: throw .badField(field: "\(field)", expected: "a number", found: other.shown)
        }
    }

    func integer(_ field: StaticString) throws(Level2GraphFault) -> Int64? {
        switch lines[field] {
        case nil: nil
        case .integer(let value): value
        case let other?: throw .badField(field: "\(field)", expected: "an integer", found: other.shown)
        }
    }

    func boolean(_ field: StaticString) throws(Level2GraphFault) -> Bool? {
        switch lines[field] {
        case nil: nil
        case .boolean(let value): value
        case let other?: throw .badField(field: "\(field)", expected: "true or false", found: other.shown)
        }
    }

    func text(_ field: StaticString) throws(Level2GraphFault) -> String? {
        switch lines[field] {
        case nil: nil
        case .text(let value): value
        case let other?: throw .badField(field: "\(field)", expected: "text", found: other.shown)
        }
    }

    func point(_ field: StaticString) throws(Level2GraphFault) -> Point3? {
        guard let point = lines.point(field) else {
            guard let other = lines[field] else { return nil }
            throw .badField(field: "\(field)", expected: "a list of 3 numbers", found: other.shown)
        }
        try Level2Graph.check(point, "\(field)")
        return point
    }
}

extension JSONLines.Field {
    /// The value as an error shows it.
    fileprivate var shown: String {
        switch self {
        case .large(let value): String(value)
        case .list(let count): "a list of \(count)"
        case .object: "an object"
        case .integer(let value): Self.json(.integer(value))
        case .number(let value): Self.json(.number(value))
        case .boolean(let value): Self.json(.boolean(value))
        case .text(let value): Self.json(.string(value))
        }
    }

    private static func json(_ value: JSONValue) -> String { String(decoding: value.text(), as: UTF8.self) }
}
