import SkeletonAPI
import Synchronization

/// A value that is found out once, however many ask for it at the same time; failures are not kept.
final class Memo<Value: Sendable>: Sendable {
    /// How the value is found out; a field because a bare typed-throws closure as a generic argument crashes the compiler.
    struct Maker: Sendable {
        let make: @Sendable () async throws(ServiceError) -> Value
    }

    private let value = Mutex<Value?>(nil)
    private let gate = RequestGate(1)

    /// The value, found out by whoever comes first.
    func get(_ maker: Maker) async throws(ServiceError) -> Value {
        if let known = value.withLock(\.self) { return known }
        try await gate.enter()
        defer { gate.leave() }
        if let known = value.withLock(\.self) { return known }
        let made = try await maker.make()
        value.withLock { $0 = made }
        return made
    }
}
