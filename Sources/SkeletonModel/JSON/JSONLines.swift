import CSimdJSON

/// A text with one JSON value per line, read line by line with the memory of the longest.
///
/// What the current line holds may be asked for once `next` has given true.
@safe
package final class JSONLines {
    /// A member that is there and not null.
    package enum Field: Sendable {
        case integer(Int64)
        /// Above `Int64.max`.
        case large(UInt64)
        case number(Double)
        case boolean(Bool)
        case text(String)
        case list(count: Int)
        case object
    }

    /// The whole text.
    package let bytes: [UInt8]
    /// The number of the current line, from 1; blank lines count.
    package private(set) var line = 0
    /// Where the current line stands, without its end.
    package private(set) var range = 0..<0
    private var nextStart: Int
    /// Nil when memory ran out, which reading a line then reports.
    private let document: OpaquePointer?

    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
        // A byte order mark, as some editors write it.
        nextStart = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        unsafe document = unsafe karst_json_new()
    }

    deinit { unsafe karst_json_free(document) }

    /// Goes on to the next line that is not blank; false at the end of the text.
    package func next() throws(JSONError) -> Bool {
        repeat {
            guard nextStart < bytes.count else { return false }
            range = nextStart..<endOfLine(from: nextStart)
            nextStart = range.upperBound + 1
            line += 1
        } while isBlank
        let isRead = unsafe bytes.withUnsafeBufferPointer { buffer in
            let start = unsafe buffer.baseAddress.map { unsafe $0 + range.lowerBound }
            return unsafe karst_json_next(document, start, range.count, buffer.count - range.lowerBound)
        }
        if !isRead { throw JSONDocument.fault(in: Array(bytes[range])) }
        return true
    }

    private func endOfLine(from start: Int) -> Int {
        unsafe bytes.withUnsafeBytes { buffer in
            let rest = unsafe UnsafeRawBufferPointer(rebasing: buffer[start...])
            return unsafe start + karst_line_length(rest.baseAddress, rest.count)
        }
    }

    private var isBlank: Bool {
        bytes[range].allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
    }
}

extension JSONLines {
    /// Whether the line holds an object.
    package var isObject: Bool { unsafe karst_json_kind_of(karst_json_root(document)) == KARST_JSON_OBJECT }

    /// A member of the line's object, the last one of that key; nil where there is none or it is null.
    package subscript(key: StaticString) -> Field? {
        guard let field = unsafe raw(key) else { return nil }
        switch unsafe field.kind {
        case KARST_JSON_INTEGER: return .integer(unsafe field.integer)
        case KARST_JSON_UNSIGNED: return .large(unsafe field.large)
        case KARST_JSON_NUMBER: return .number(unsafe field.number)
        case KARST_JSON_BOOLEAN: return .boolean(unsafe karst_json_boolean(field.value))
        case KARST_JSON_STRING: return .text(unsafe text(field.value))
        case KARST_JSON_ARRAY: return .list(count: unsafe karst_json_count(field.value))
        case KARST_JSON_OBJECT: return .object
        default: return nil
        }
    }

    /// The three numbers of a member that is a list of just these, nil where it is anything else.
    package func point(_ key: StaticString) -> Point3? {
        guard let field = unsafe raw(key), unsafe karst_json_count(field.value) == 3 else { return nil }
        var numbers = (0.0, 0.0, 0.0)
        let isRead = unsafe withUnsafeMutableBytes(of: &numbers) { buffer in
            unsafe karst_json_read_doubles(field.value, 3, buffer.assumingMemoryBound(to: Double.self).baseAddress) == 3
        }
        return isRead ? Point3(numbers.0, numbers.1, numbers.2) : nil
    }

    private func raw(_ key: StaticString) -> karst_json_field? {
        var field = unsafe karst_json_field()
        let isThere = key.withUTF8Buffer { name in
            unsafe name.withMemoryRebound(to: CChar.self) {
                unsafe karst_json_field_of(document, $0.baseAddress, $0.count, &field)
            }
        }
        return unsafe isThere ? field : nil
    }

    private func text(_ value: karst_json_value) -> String {
        var length = 0
        let start = unsafe karst_json_string(value, &length)
        return unsafe String(decoding: UnsafeRawBufferPointer(start: start, count: length), as: UTF8.self)
    }
}

@available(*, unavailable)
extension JSONLines: Sendable {}
