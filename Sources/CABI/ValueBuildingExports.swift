// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation, AlwaysUseLowerCamelCase

public import CAPI
import Karst

@c @implementation
public func karst_values_add_nil(_ values: OpaquePointer!) -> karst_status {
    add(values, nil) { () throws(Failure) in .nil }
}

@c @implementation
public func karst_values_add_boolean(
    _ values: OpaquePointer!,
    _ key: UnsafePointer<CChar>!,
    _ value: CInt
) -> karst_status {
    add(values, key) { () throws(Failure) in .boolean(value != 0) }
}

@c @implementation
public func karst_values_add_integer(
    _ values: OpaquePointer!,
    _ key: UnsafePointer<CChar>!,
    _ value: Int64
) -> karst_status {
    add(values, key) { () throws(Failure) in .integer(value) }
}

@c @implementation
public func karst_values_add_number(
    _ values: OpaquePointer!,
    _ key: UnsafePointer<CChar>!,
    _ value: Double
) -> karst_status {
    add(values, key) { () throws(Failure) in .number(value) }
}

@c @implementation
public func karst_values_add_string(
    _ values: OpaquePointer!,
    _ key: UnsafePointer<CChar>!,
    _ bytes: UnsafePointer<CChar>!,
    _ length: Int
) -> karst_status {
    add(values, key) { () throws(Failure) in .string(LuaString(bytes: try Input.bytes(bytes, length, "bytes"))) }
}

@c @implementation
public func karst_values_add_table(
    _ values: OpaquePointer!,
    _ key: UnsafePointer<CChar>!,
    _ table: OpaquePointer!
) -> karst_status {
    add(values, key) { () throws(Failure) in try list(table).table }
}

@c @implementation
public func karst_values_add_skeleton(
    _ values: OpaquePointer!,
    _ key: UnsafePointer<CChar>!,
    _ skeleton: OpaquePointer!
) -> karst_status {
    add(values, key) { () throws(Failure) in
        .skeleton(try Handles.object(skeleton, as: SkeletonHandle.self).skeleton)
    }
}

@c @implementation
public func karst_values_add_value(
    _ values: OpaquePointer!,
    _ key: UnsafePointer<CChar>!,
    _ other: OpaquePointer!,
    _ index: Int
) -> karst_status {
    add(values, key) { () throws(Failure) in try list(other).entry(index).value }
}

private func add(
    _ values: OpaquePointer?,
    _ key: UnsafePointer<CChar>?,
    _ value: () throws(Failure) -> PlainValue
) -> karst_status {
    attempt { () throws(Failure) in
        let list = try list(values)
        try list.add(try value(), key: key == nil ? nil : try Input.text(key, "key"))
    }
}
