import LuaHost
import SkeletonModel

/// A typed-throws closure in a field: passing it on as a bare generic argument crashes the compiler (6.3.1).
struct HostOperation<Value: Sendable, Failure: UserFacingError>: Sendable {
    let run: @Sendable () async throws(Failure) -> Value
}

extension LuaWait {
    /// A wait for Swift work whose errors become Lua's.
    ///
    /// The work runs elsewhere and may use all cores; `then` makes Lua values of its result on the script's own thread.
    static func on<Value: Sendable, Failure: UserFacingError>(
        _ what: String,
        _ operation: HostOperation<Value, Failure>,
        then finish: @escaping (Value) throws(LuaError) -> LuaValue
    ) -> LuaWait {
        LuaWait(
            what,
            {
                do throws(Failure) {
                    return .success(try await operation.run())
                } catch {
                    return .failure(LuaError(error))
                }
            },
            then: finish
        )
    }
}
