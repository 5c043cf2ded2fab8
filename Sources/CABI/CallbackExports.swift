// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation, AlwaysUseLowerCamelCase

public import CAPI
import Karst

/// What C wants back with each callback.
// Only passed on: what it points to is the caller's, and so are the rules about its threads.
private struct Context: @unchecked Sendable { let pointer: UnsafeMutableRawPointer? }

@c @implementation
public func karst_on_output(
    _ engine: OpaquePointer!,
    _ callback: karst_output_callback!,
    _ context: UnsafeMutableRawPointer!
) -> karst_status {
    attempt { () throws(Failure) in
        let handle = try idleEngine(engine)
        guard let callback else {
            handle.engine.onOutput = nil
            return
        }
        handle.engine.onOutput = { output in
            let stream = output.stream == .output ? KARST_OUTPUT : KARST_ERRORS
            output.bytes.withUnsafeBytes { bytes in
                callback(context, stream, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count)
            }
        }
    }
}

@c @implementation
public func karst_on_progress(
    _ engine: OpaquePointer!,
    _ callback: karst_progress_callback!,
    _ context: UnsafeMutableRawPointer!
) -> karst_status {
    attempt { () throws(Failure) in
        let handle = try idleEngine(engine)
        guard let callback else {
            handle.engine.onProgress = nil
            return
        }
        handle.engine.onProgress = { progress in callback(context, progress.label, progress.done, progress.total) }
    }
}

@c @implementation
public func karst_on_log(
    _ engine: OpaquePointer!,
    _ callback: karst_log_callback!,
    _ context: UnsafeMutableRawPointer!
) -> karst_status {
    attempt { () throws(Failure) in
        let handle = try idleEngine(engine)
        guard let callback else {
            handle.engine.onLog = nil
            return
        }
        handle.engine.onLog = { message in callback(context, karst_level(message.level), message.text) }
    }
}

@c @implementation
public func karst_register(
    _ engine: OpaquePointer!,
    _ name: UnsafePointer<CChar>!,
    _ function: karst_function!,
    _ context: UnsafeMutableRawPointer!
) -> karst_status {
    attempt { () throws(Failure) in
        let handle = try idleEngine(engine)
        let name = try Input.text(name, "name")
        guard let function else { throw .badArgument("function is NULL") }
        let context = Context(pointer: context)
        let registered = LuaFunction(name, "(...: any): any", "A function of the program around the engine.") {
            (call) throws(LuaError) -> [LuaValue] in
            var arguments: [PlainValue] = []
            for value in try call.values() { arguments.append(try PlainValue(value, in: call.engine)) }
            return try invoke(name, function, context, arguments).map { $0.luaValue(in: call.engine) }
        }
        try handle.run(EngineHandle.Work { (engine) throws(LuaError) in try engine.register(registered, as: name) })
    }
}

/// Calls a function of C with two lists that are its own until it returns.
private func invoke(
    _ name: String,
    _ function: karst_function,
    _ context: Context,
    _ arguments: [PlainValue]
) throws(LuaError) -> [PlainValue] {
    let (input, output) = (ValueList(arguments), ValueList())
    let (inputHandle, outputHandle) = (Handles.add(input), Handles.add(output))
    let status = function(context.pointer, inputHandle, outputHandle)
    // Freed already when the function broke the rule that they are not its own.
    try? Handles.remove(inputHandle, as: ValueList.self)
    try? Handles.remove(outputHandle, as: ValueList.self)
    let results = output.entries.map(\.value)
    guard status == KARST_OK else {
        guard case .string(let sentence)? = results.first else {
            throw LuaError(code: "error", "the program's function '\(name)' failed with status \(status.rawValue)")
        }
        throw LuaError(code: "error", sentence.description)
    }
    return results
}

extension karst_level {
    fileprivate init(_ level: ScriptMessage.Level) {
        self =
            switch level {
            case .debug: KARST_DEBUG
            case .info: KARST_INFO
            case .warning: KARST_WARNING
            case .error: KARST_ERROR
            }
    }
}
