import CSimdJSON

/// A parsed text of which parts are read as they are needed, long number lists in one call.
@safe
final class JSONDocument {
    private let document: OpaquePointer

    init(_ bytes: [UInt8]) throws(JSONError) {
        let document = unsafe bytes.withUnsafeBufferPointer { unsafe karst_json_parse($0.baseAddress, $0.count) }
        guard let document = unsafe document else { throw JSONDocument.fault(in: bytes) }
        unsafe self.document = unsafe document
    }

    deinit { unsafe karst_json_free(document) }

    /// The whole text's value.
    var root: Value { unsafe Value(raw: karst_json_root(document), document: self) }

    /// The first fault of a text that could not be read.
    static func fault(in bytes: [UInt8]) -> JSONError {
        var problem: UnsafePointer<CChar>?
        let offset = unsafe bytes.withUnsafeBufferPointer {
            unsafe karst_json_locate($0.baseAddress, $0.count, &problem)
        }
        let sentence = unsafe problem.map { unsafe String(cString: $0) } ?? "the text is too large"
        return JSONError(problem: sentence, offset: offset)
    }
}

extension JSONDocument {
    /// One value of a document, which it keeps alive.
    @safe
    struct Value {
        fileprivate let raw: karst_json_value
        fileprivate let document: JSONDocument

        fileprivate init(raw: karst_json_value, document: JSONDocument) {
            unsafe self.raw = unsafe raw
            self.document = document
        }
    }
}

extension JSONDocument.Value {
    var isNull: Bool { unsafe karst_json_kind_of(raw) == KARST_JSON_NULL }
    var isArray: Bool { unsafe karst_json_kind_of(raw) == KARST_JSON_ARRAY }
    var isObject: Bool { unsafe karst_json_kind_of(raw) == KARST_JSON_OBJECT }

    /// Elements of an array or members of an object.
    var count: Int { unsafe karst_json_count(raw) }

    /// The member of an object, nil where it has none of that name or is null.
    subscript(key: String) -> JSONDocument.Value? {
        var found = unsafe raw
        var key = key
        let exists = key.withUTF8 { name in
            unsafe name.withMemoryRebound(to: CChar.self) {
                unsafe karst_json_member(raw, $0.baseAddress, $0.count, &found)
            }
        }
        guard exists else { return nil }
        let value = unsafe JSONDocument.Value(raw: found, document: document)
        return value.isNull ? nil : value
    }

    /// The integer here, or nil; a number with a point counts when it is integral.
    var integer: Int64? {
        switch unsafe karst_json_kind_of(raw) {
        case KARST_JSON_INTEGER: unsafe karst_json_integer(raw)
        case KARST_JSON_NUMBER: unsafe Int64(exactly: karst_json_number(raw))
        default: nil
        }
    }

    /// The numbers of a flat list, or the index of the first element that is none.
    func doubles() -> Result<[Double], BadElement> {
        unsafe read(rows: count, columns: 1) { unsafe karst_json_read_doubles(raw, $1, $0) }
    }

    /// The integers of a flat list, or the index of the first element that is none.
    func int64s() -> Result<[Int64], BadElement> {
        unsafe read(rows: count, columns: 1) { unsafe karst_json_read_int64(raw, $1, $0) }
    }

    /// The small integers of a flat list, or the index of the first element that is none.
    func int32s() -> Result<[Int32], BadElement> {
        unsafe read(rows: count, columns: 1) { unsafe karst_json_read_int32(raw, $1, $0) }
    }

    /// The numbers of a list of rows, one after the other, or the index of the first bad row.
    func doubleRows(of columns: Int) -> Result<[Double], BadElement> {
        unsafe read(rows: count, columns: columns) { unsafe karst_json_read_double_rows(raw, $1, columns, $0) }
    }

    /// The integers of a list of rows, one after the other, or the index of the first bad row.
    func int32Rows(of columns: Int) -> Result<[Int32], BadElement> {
        unsafe read(rows: count, columns: columns) { unsafe karst_json_read_int32_rows(raw, $1, columns, $0) }
    }

    /// Where a list holds something else than it should.
    struct BadElement: Error {
        var index: Int
    }

    private func read<Element>(
        rows: Int,
        columns: Int,
        _ body: (UnsafeMutablePointer<Element>?, Int) -> Int
    ) -> Result<[Element], BadElement> {
        guard isArray else { return .failure(BadElement(index: 0)) }
        var done = 0
        let values = unsafe [Element](unsafeUninitializedCapacity: rows * columns) { buffer, count in
            done = unsafe body(buffer.baseAddress, rows)
            count = done == rows ? rows * columns : 0
        }
        return done == rows ? .success(values) : .failure(BadElement(index: done))
    }
}

extension JSONDocument.Value {
    /// The value as a tree; nil when it holds an integer above `Int64.max`.
    func tree() -> JSONValue? {
        switch unsafe karst_json_kind_of(raw) {
        case KARST_JSON_NULL: .null
        case KARST_JSON_BOOLEAN: unsafe .boolean(karst_json_boolean(raw))
        case KARST_JSON_INTEGER: unsafe .integer(karst_json_integer(raw))
        case KARST_JSON_NUMBER: unsafe .number(karst_json_number(raw))
        case KARST_JSON_STRING: .string(text)
        case KARST_JSON_ARRAY: arrayTree()
        case KARST_JSON_OBJECT: objectTree()
        default: nil
        }
    }

    private var text: String {
        var length = 0
        let start = unsafe karst_json_string(raw, &length)
        return unsafe JSONDocument.string(start, length)
    }

    private func arrayTree() -> JSONValue? {
        var elements: [JSONValue] = []
        elements.reserveCapacity(count)
        var walk = unsafe karst_json_walk_start(raw)
        var element = unsafe raw
        while unsafe karst_json_walk_element(&walk, &element) {
            guard let value = unsafe JSONDocument.Value(raw: element, document: document).tree() else { return nil }
            elements.append(value)
        }
        return .array(elements)
    }

    private func objectTree() -> JSONValue? {
        var members: [JSONObject.Member] = []
        members.reserveCapacity(count)
        var walk = unsafe karst_json_walk_start(raw)
        var element = unsafe raw
        var key: UnsafePointer<CChar>?
        var length = 0
        while unsafe karst_json_walk_member(&walk, &key, &length, &element) {
            guard let value = unsafe JSONDocument.Value(raw: element, document: document).tree() else { return nil }
            members.append(unsafe JSONObject.Member(key: JSONDocument.string(key, length), value: value))
        }
        return .object(JSONObject(members: members))
    }
}

extension JSONDocument {
    fileprivate static func string(_ start: UnsafePointer<CChar>?, _ length: Int) -> String {
        let bytes = unsafe UnsafeRawBufferPointer(start: start, count: length)
        return unsafe String(decoding: bytes, as: UTF8.self)
    }
}
