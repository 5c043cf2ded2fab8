import SkeletonAPI
import SkeletonModel
import Synchronization

@testable import SkeletonService

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Holds jobs at a point of their life until it is opened, and keeps a record of who came by.
final class Gate: Sendable {
    private struct State {
        var isOpen: Bool
        var arrivals: [RootID] = []
    }

    private let state: Mutex<State>
    private let stage: ServiceHooks.Stage

    init(at stage: ServiceHooks.Stage = .started, isOpen: Bool = false) {
        self.stage = stage
        state = Mutex(State(isOpen: isOpen))
    }

    /// The jobs that reached the gate, in their order.
    var arrivals: [RootID] { state.withLock(\.arrivals) }

    func open() { state.withLock { $0.isOpen = true } }

    var hooks: ServiceHooks {
        var hooks = ServiceHooks()
        hooks.reached = { (stage, id) throws(ServiceError) in
            guard stage == self.stage else { return }
            self.state.withLock { $0.arrivals.append(id) }
            while !self.state.withLock(\.isOpen) {
                if Task.isCancelled { throw .cancelled }
                usleep(1000)
            }
        }
        return hooks
    }
}

/// Waits until something is so; for a minute, after which the test that needs it fails.
func eventually(_ condition: () async throws -> Bool) async throws -> Bool {
    // Tries and not seconds: between two of them all other tests may have their turn.
    for _ in 0..<6000 {
        if try await condition() { return true }
        try await Task.sleep(for: .milliseconds(5))
    }
    return false
}
