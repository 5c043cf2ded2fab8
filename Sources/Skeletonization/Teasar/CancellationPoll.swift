/// Looks now and then whether the surrounding task was cancelled: every thousand steps, well under a millisecond.
struct CancellationPoll {
    private var steps = 0

    @inline(__always)
    mutating func check() throws(SkeletonizationError) {
        steps += 1
        if steps & 1023 == 0 { try Self.checkNow() }
    }

    /// For between two stages of work.
    static func checkNow() throws(SkeletonizationError) {
        if Task.isCancelled { throw .cancelled }
    }
}
