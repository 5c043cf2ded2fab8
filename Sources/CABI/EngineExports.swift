// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation, AlwaysUseLowerCamelCase

public import CAPI
import Karst

private let versionText = CText(Engine.version)

@c @implementation
public func karst_version() -> UnsafePointer<CChar>! { UnsafePointer(versionText.bytes) }

@c @implementation
public func karst_error_message() -> UnsafePointer<CChar>! { UnsafePointer(LastError.current.message.bytes) }

@c @implementation
public func karst_error_code() -> UnsafePointer<CChar>! { UnsafePointer(LastError.current.code.bytes) }

@c @implementation
public func karst_error_where() -> UnsafePointer<CChar>! { UnsafePointer(LastError.current.place.bytes) }

@c @implementation
public func karst_error_traceback() -> UnsafePointer<CChar>! { UnsafePointer(LastError.current.traceback.bytes) }

@c @implementation
public func karst_exit_status() -> CInt { LastError.current.exitStatus }

@c @implementation
public func karst_open(
    _ options: UnsafePointer<karst_options>!,
    _ engine: UnsafeMutablePointer<OpaquePointer?>!
) -> karst_status {
    attempt { () throws(Failure) in
        let room = try Input.room(engine, "engine")
        let choices = try LuaEngine.Options(options)
        do throws(LuaError) { room.pointee = Handles.add(try EngineHandle(choices)) } catch { throw Failure(error) }
    }
}

@c @implementation
public func karst_close(_ engine: OpaquePointer!) -> karst_status {
    attempt { () throws(Failure) in
        guard let engine else { return }
        let handle = try idleEngine(engine)
        try Handles.remove(engine, as: EngineHandle.self)
        handle.engine.close()
    }
}

@c @implementation
public func karst_cancel(_ engine: OpaquePointer!) -> karst_status {
    attempt { () throws(Failure) in try Handles.object(engine, as: EngineHandle.self).canceller.cancel() }
}
