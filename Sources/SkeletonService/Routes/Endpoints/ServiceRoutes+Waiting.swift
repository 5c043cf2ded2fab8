import HTTPTypes
import HummingbirdCore
import SkeletonAPI
import SkeletonModel

extension ServiceRoutes {
    /// Works on an answer until there is one, the client has gone, the time is up or the server ends.
    func whileWanted<Value: Sendable>(
        _ call: Call,
        _ id: RootID,
        _ operation: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        call.connection.useUp()
        return try await call.request.body.consumeWithCancellationOnInboundClose { _ in
            try await withThrowingTaskGroup(of: Value.self) { group in
                group.addTask { try await operation() }
                group.addTask { [options] in
                    try await Task.sleep(for: options.longestWait)
                    throw ServiceError.timedOut(id, seconds: options.longestWait.inSeconds)
                }
                group.addTask { [stopping] in
                    await stopping.wait()
                    throw ServiceError.closed
                }
                defer { group.cancelAll() }
                guard let value = try await group.next() else { throw CancellationError() }
                return value
            }
        }
    }
}

extension Duration {
    /// The whole of it in seconds.
    var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
