// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation, AlwaysUseLowerCamelCase

public import CAPI
import Karst

@c @implementation
public func karst_values_new(_ values: UnsafeMutablePointer<OpaquePointer?>!) -> karst_status {
    attempt { () throws(Failure) in try Input.room(values, "values").pointee = Handles.add(ValueList()) }
}

@c @implementation
public func karst_values_free(_ values: OpaquePointer!) -> karst_status {
    attempt { () throws(Failure) in
        if values != nil { try Handles.remove(values, as: ValueList.self) }
    }
}

@c @implementation
public func karst_values_count(_ values: OpaquePointer!, _ count: UnsafeMutablePointer<Int>!) -> karst_status {
    attempt { () throws(Failure) in
        try Input.room(count, "count").pointee = try list(values).entries.count
    }
}

@c @implementation
public func karst_values_type(
    _ values: OpaquePointer!,
    _ index: Int,
    _ type: UnsafeMutablePointer<karst_type>!
) -> karst_status {
    attempt { () throws(Failure) in
        try Input.room(type, "type").pointee = try list(values).entry(index).value.cType
    }
}

@c @implementation
public func karst_values_boolean(
    _ values: OpaquePointer!,
    _ index: Int,
    _ value: UnsafeMutablePointer<CInt>!
) -> karst_status {
    attempt { () throws(Failure) in
        let found = try list(values).entry(index).value
        guard case .boolean(let flag) = found else { throw mismatch(index, "boolean", found) }
        try Input.room(value, "value").pointee = flag ? 1 : 0
    }
}

@c @implementation
public func karst_values_integer(
    _ values: OpaquePointer!,
    _ index: Int,
    _ value: UnsafeMutablePointer<Int64>!
) -> karst_status {
    attempt { () throws(Failure) in
        let found = try list(values).entry(index).value
        guard let number = found.wholeNumber else { throw mismatch(index, "integer", found) }
        try Input.room(value, "value").pointee = number
    }
}

@c @implementation
public func karst_values_number(
    _ values: OpaquePointer!,
    _ index: Int,
    _ value: UnsafeMutablePointer<Double>!
) -> karst_status {
    attempt { () throws(Failure) in
        let found = try list(values).entry(index).value
        guard let number = found.double else { throw mismatch(index, "number", found) }
        try Input.room(value, "value").pointee = number
    }
}

@c @implementation
public func karst_values_string(
    _ values: OpaquePointer!,
    _ index: Int,
    _ bytes: UnsafeMutablePointer<UnsafePointer<CChar>?>!,
    _ length: UnsafeMutablePointer<Int>!
) -> karst_status {
    attempt { () throws(Failure) in
        let list = try list(values)
        let found = try list.entry(index).value
        guard case .string(let string) = found else { throw mismatch(index, "string", found) }
        try deliver(list.text(string, at: index, isKey: false), bytes, length)
    }
}

@c @implementation
public func karst_values_table(
    _ values: OpaquePointer!,
    _ index: Int,
    _ table: UnsafeMutablePointer<OpaquePointer?>!
) -> karst_status {
    attempt { () throws(Failure) in
        let room = try Input.room(table, "table")
        let found = try list(values).entry(index).value
        guard let content = ValueList(table: found) else { throw mismatch(index, "table", found) }
        room.pointee = Handles.add(content)
    }
}

@c @implementation
public func karst_values_skeleton(
    _ values: OpaquePointer!,
    _ index: Int,
    _ skeleton: UnsafeMutablePointer<OpaquePointer?>!
) -> karst_status {
    attempt { () throws(Failure) in
        let room = try Input.room(skeleton, "skeleton")
        let found = try list(values).entry(index).value
        guard case .skeleton(let value) = found else { throw mismatch(index, "Skeleton", found) }
        room.pointee = Handles.add(SkeletonHandle(value))
    }
}

@c @implementation
public func karst_values_numbers(
    _ values: OpaquePointer!,
    _ index: Int,
    _ numbers: UnsafeMutablePointer<Double>!,
    _ capacity: Int,
    _ count: UnsafeMutablePointer<Int>!
) -> karst_status {
    attempt { () throws(Failure) in
        let room = try Input.room(count, "count")
        let found = try list(values).entry(index).value
        guard let content = found.doubleList else { throw mismatch(index, "list of numbers", found) }
        room.pointee = content.count
        try fill(numbers, capacity, with: content, "numbers")
    }
}

@c @implementation
public func karst_values_key_type(
    _ values: OpaquePointer!,
    _ index: Int,
    _ type: UnsafeMutablePointer<karst_type>!
) -> karst_status {
    attempt { () throws(Failure) in
        try Input.room(type, "type").pointee = try list(values).entry(index).key.cType
    }
}

@c @implementation
public func karst_values_key_integer(
    _ values: OpaquePointer!,
    _ index: Int,
    _ key: UnsafeMutablePointer<Int64>!
) -> karst_status {
    attempt { () throws(Failure) in
        let found = try list(values).entry(index).key
        guard case .integer(let number) = found else { throw mismatch(index, "integer key", found) }
        try Input.room(key, "key").pointee = number
    }
}

@c @implementation
public func karst_values_key_string(
    _ values: OpaquePointer!,
    _ index: Int,
    _ bytes: UnsafeMutablePointer<UnsafePointer<CChar>?>!,
    _ length: UnsafeMutablePointer<Int>!
) -> karst_status {
    attempt { () throws(Failure) in
        let list = try list(values)
        let found = try list.entry(index).key
        guard case .string(let string) = found else { throw mismatch(index, "string key", found) }
        try deliver(list.text(string, at: index, isKey: true), bytes, length)
    }
}

@c @implementation
public func karst_values_find(
    _ values: OpaquePointer!,
    _ key: UnsafePointer<CChar>!,
    _ index: UnsafeMutablePointer<Int>!
) -> karst_status {
    attempt { () throws(Failure) in
        let (list, name) = (try list(values), try Input.text(key, "key"))
        guard let position = list.position(of: LuaString(name)) else { throw .notFound("there is no field '\(name)'") }
        try Input.room(index, "index").pointee = position
    }
}

@c @implementation
public func karst_values_find_integer(
    _ values: OpaquePointer!,
    _ key: Int64,
    _ index: UnsafeMutablePointer<Int>!
) -> karst_status {
    attempt { () throws(Failure) in
        guard let position = try list(values).position(of: key) else { throw .notFound("there is no entry [\(key)]") }
        try Input.room(index, "index").pointee = position
    }
}

// MARK: Shared

func list(_ handle: OpaquePointer?) throws(Failure) -> ValueList {
    try Handles.object(handle, as: ValueList.self)
}

private func mismatch(_ index: Int, _ expected: String, _ found: PlainValue) -> Failure {
    .wrongType("entry \(index): \(expected) expected, got \(found.typeName)")
}

private func deliver(
    _ text: CText,
    _ bytes: UnsafeMutablePointer<UnsafePointer<CChar>?>?,
    _ length: UnsafeMutablePointer<Int>?
) throws(Failure) {
    try Input.room(bytes, "bytes").pointee = UnsafePointer(text.bytes)
    length?.pointee = text.count
}

/// Copies everything into the caller's buffer, or nothing when that is NULL.
func fill<T>(
    _ buffer: UnsafeMutablePointer<T>?,
    _ capacity: Int,
    with elements: [T],
    _ name: String
) throws(Failure) {
    guard let buffer else {
        guard capacity == 0 else { throw .badArgument("\(name) is NULL") }
        return
    }
    // A capacity of 2^63 and more arrives as a negative number.
    guard UInt(bitPattern: capacity) >= UInt(elements.count) else {
        throw Failure(KARST_TOO_SMALL, "too_small", "\(name) has room for \(capacity) of \(elements.count)")
    }
    buffer.update(from: elements, count: elements.count)
}
