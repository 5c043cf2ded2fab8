import SkeletonAPI
import SkeletonModel
import Synchronization

/// The ids whose generation this client has asked for: the wire has no way to ask whether a skeleton is being made.
final class Dispatched: Sendable {
    private let ids = Mutex<[String: Set<RootID>]>([:])

    func note(_ more: [RootID], _ datastack: String) {
        guard !more.isEmpty else { return }
        ids.withLock { $0[datastack, default: []].formUnion(more) }
    }

    func all(_ datastack: String) -> Set<RootID> { ids.withLock { $0[datastack] ?? [] } }
}
