import Synchronization

/// A counter that hooks can share.
final class Countdown: Sendable {
    private let value: Mutex<Int>

    init(_ value: Int) { self.value = Mutex(value) }

    /// How often there is still something to take.
    var count: Int { value.withLock(\.self) }

    /// Counts down.
    ///
    /// False when there is nothing left.
    func takeOne() -> Bool {
        value.withLock { value in
            guard value > 0 else { return false }
            value -= 1
            return true
        }
    }
}
