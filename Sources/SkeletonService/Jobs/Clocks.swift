import FoundationEssentials

/// The clocks that the queue reads; tests turn them.
struct Clocks: Sendable {
    /// Seconds since 1970, which people set as they like: for records only, nothing is decided by them.
    var wall: @Sendable () -> Double
    /// Seconds on the clock that every process of the machine shares and that never jumps.
    var monotonic: @Sendable () -> Double

    /// The machine's own.
    static let system = Clocks(wall: { Date().timeIntervalSince1970 }, monotonic: { Owner.monotonicSeconds })
}
