/// The passing of time: a clock, or a test's own.
struct TimeSource: Sendable {
    /// Time since some fixed moment.
    let now: @Sendable () -> Duration
    /// Waits; throws when the task is cancelled.
    let sleep: @Sendable (Duration) async throws -> Void
}

extension TimeSource {
    init(_ clock: some Clock<Duration>) {
        let origin = clock.now
        self.init(
            now: { origin.duration(to: clock.now) },
            sleep: { try await clock.sleep(until: clock.now.advanced(by: $0), tolerance: nil) }
        )
    }
}

extension Duration {
    /// The length in seconds.
    var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }

    /// The length in nanoseconds, at most what `Int64` holds.
    var nanoseconds: Int64 { inSeconds < 9e9 ? Int64(inSeconds * 1e9) : .max }
}

extension Double {
    /// At most one digit after the point, and none where it would be zero.
    var roundedText: String {
        let tenths = (self * 10).rounded() / 10
        guard tenths.magnitude < 1e15 else { return "\(self)" }
        return tenths == tenths.rounded() ? String(Int64(tenths)) : String(tenths)
    }
}
