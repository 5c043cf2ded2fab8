internal import CLua
internal import CLuaShim

/// One of the two streams that scripts write to.
public enum LuaOutputStream: Sendable, Hashable {
    /// `print`, `io.write`, `io.stdout`.
    case output
    /// `io.stderr`, and Lua's warnings.
    case errors
}

/// Where a redirected engine's output goes; C holds a pointer to it as long as the state is open.
final class LuaOutput {
    let write: (LuaOutputStream, UnsafeRawBufferPointer) -> Void

    init(_ write: @escaping (LuaOutputStream, UnsafeRawBufferPointer) -> Void) {
        self.write = write
    }
}

extension LuaEngine {
    /// Hands what scripts print and write to `io.stdout` and `io.stderr` to a function, instead of writing it to the
    /// process's own streams.
    ///
    /// Once per engine, before any script runs. The function runs on the engine's thread, gets a line at a time (less when
    /// a script flushes, more when it writes much), and must not run anything in this engine.
    public func redirectOutput(
        _ write: @escaping (LuaOutputStream, UnsafeRawBufferPointer) -> Void
    ) throws(LuaError) {
        let lua = try enter()
        guard output == nil, let host else {
            throw LuaError(code: "error", "the engine's output is redirected already")
        }
        let output = LuaOutput(write)
        self.output = output
        let status = kl_redirect_output(
            host,
            { context, stream, bytes, count in
                let output = Unmanaged<LuaOutput>.fromOpaque(context).takeUnretainedValue()
                output.write(stream == 1 ? .output : .errors, UnsafeRawBufferPointer(start: bytes, count: count))
            },
            Unmanaged.passUnretained(output).toOpaque()
        )
        guard status == LUA_OK else { throw popError(lua, status) }
    }

    /// Whether what scripts print goes anywhere else than to the process's own streams.
    public var isOutputRedirected: Bool { output != nil }

    /// Hands over what scripts have written and not flushed.
    public func flushOutput() {
        if let host { kl_flush_output(host) }
    }
}
