// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation, AlwaysUseLowerCamelCase

public import CAPI
import Karst

@c @implementation
public func karst_run(
    _ engine: OpaquePointer!,
    _ script: UnsafePointer<CChar>!,
    _ length: Int,
    _ name: UnsafePointer<CChar>!,
    _ arguments: OpaquePointer!,
    _ results: UnsafeMutablePointer<OpaquePointer?>!
) -> karst_status {
    attempt { () throws(Failure) in
        let handle = try idleEngine(engine)
        let bytes = try Input.bytes(script, length, "script")
        let chunk = name == nil ? "=script" : "=" + (try Input.text(name, "name"))
        let values = try CABI.arguments(arguments)
        deliver(
            try handle.run(with: values) { (engine, values) throws(LuaError) in
                try engine.run(bytes: bytes, chunkName: chunk, arguments: values)
            },
            to: results
        )
    }
}

@c @implementation
public func karst_run_file(
    _ engine: OpaquePointer!,
    _ path: UnsafePointer<CChar>!,
    _ arguments: OpaquePointer!,
    _ results: UnsafeMutablePointer<OpaquePointer?>!
) -> karst_status {
    attempt { () throws(Failure) in
        let handle = try idleEngine(engine)
        let (file, values) = (try Input.text(path, "path"), try CABI.arguments(arguments))
        deliver(
            try handle.run(with: values) { (engine, values) throws(LuaError) in
                try engine.run(contentsOf: file, arguments: values)
            },
            to: results
        )
    }
}

@c @implementation
public func karst_call(
    _ engine: OpaquePointer!,
    _ name: UnsafePointer<CChar>!,
    _ arguments: OpaquePointer!,
    _ results: UnsafeMutablePointer<OpaquePointer?>!
) -> karst_status {
    attempt { () throws(Failure) in
        let handle = try idleEngine(engine)
        let (function, values) = (try Input.text(name, "name"), try CABI.arguments(arguments))
        deliver(
            try handle.run(with: values) { (engine, values) throws(LuaError) in try engine.call(function, values) },
            to: results
        )
    }
}

@c @implementation
public func karst_set_global(
    _ engine: OpaquePointer!,
    _ name: UnsafePointer<CChar>!,
    _ values: OpaquePointer!
) -> karst_status {
    attempt { () throws(Failure) in
        let handle = try idleEngine(engine)
        let global = try Input.text(name, "name")
        let list = try Handles.object(values, as: ValueList.self)
        let value = list.entries.first?.value ?? .nil
        _ = try handle.run(with: [value]) { (engine, values) throws(LuaError) in
            try engine.lua.setGlobal(global, values[0])
            return []
        }
    }
}

@c @implementation
public func karst_global(
    _ engine: OpaquePointer!,
    _ name: UnsafePointer<CChar>!,
    _ values: UnsafeMutablePointer<OpaquePointer?>!
) -> karst_status {
    attempt { () throws(Failure) in
        let handle = try idleEngine(engine)
        let (global, room) = (try Input.text(name, "name"), try Input.room(values, "values"))
        deliver(try handle.run(with: []) { (engine, _) throws(LuaError) in [try engine.global(global)] }, to: room)
    }
}

private func deliver(_ values: [PlainValue], to results: UnsafeMutablePointer<OpaquePointer?>?) {
    results?.pointee = Handles.add(ValueList(values))
}
