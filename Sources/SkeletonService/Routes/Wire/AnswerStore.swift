import NIOCore
import SkeletonAPI
import SkeletonModel
import Synchronization

/// Answers that were made before, ready to be sent again.
///
/// An answer counts only as long as the file it was made of is the same one, so nothing has to be told when a file is
/// replaced. What was asked for longest ago goes first when there is no room.
final class AnswerStore: Sendable {
    /// What an answer depends on, apart from the file.
    struct Key: Hashable, Sendable {
        let datastack: String
        let rootID: RootID
        let version: SkeletonVersion
        let format: WireFormat
        let wrapping: Wrapping
    }

    /// What is done with the encoded skeleton.
    enum Wrapping: Hashable, Sendable {
        case plain
        /// Compressed on the way.
        case compressed
        /// A value of a bulk answer.
        case hex
    }

    private struct Entry {
        let stamp: SkeletonStamp
        let answer: Answer
        var lastUse: UInt64
    }

    private struct State {
        var entries: [Key: Entry] = [:]
        var size = 0
        var uses: UInt64 = 0
    }

    /// The most bytes that are kept.
    let capacity: Int
    private let state = Mutex(State())

    init(capacity: Int = 64 << 20) { self.capacity = capacity }

    /// How many bytes are kept.
    var size: Int { state.withLock(\.size) }

    /// The answer that was made of the file with this stamp, if it is still here.
    func answer(_ key: Key, stamp: SkeletonStamp) -> Answer? {
        state.withLock { state in
            guard let entry = state.entries[key], entry.stamp == stamp else { return nil }
            state.uses += 1
            state.entries[key]?.lastUse = state.uses
            return entry.answer
        }
    }

    /// Keeps an answer, unless it would take the place of a great many others.
    func keep(_ answer: Answer, _ key: Key, stamp: SkeletonStamp) {
        let size = answer.body.storageCapacity
        guard size <= capacity / 4 else { return }
        state.withLock { state in
            if let old = state.entries[key] { state.size -= old.answer.body.storageCapacity }
            state.uses += 1
            state.entries[key] = Entry(stamp: stamp, answer: answer, lastUse: state.uses)
            state.size += size
            if state.size > capacity { Self.makeRoom(&state, until: capacity / 8 * 7) }
        }
    }

    /// Many at once, so that the sorting is paid for by many.
    private static func makeRoom(_ state: inout State, until limit: Int) {
        for (key, entry) in state.entries.sorted(by: { $0.value.lastUse < $1.value.lastUse }) {
            guard state.size > limit else { return }
            state.entries[key] = nil
            state.size -= entry.answer.body.storageCapacity
        }
    }
}
