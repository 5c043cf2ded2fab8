import SkeletonAPI

/// When a failed request is sent again, and after which pause.
struct RetryPolicy: Sendable {
    /// The longest pause grows from this, twofold with each attempt.
    var firstPause: Duration = .milliseconds(500)
    /// What it grows to.
    var longestPause: Duration = .seconds(30)
    /// From the first attempt to the end of the last, for requests that are answered from what is there.
    var patience: Duration = .seconds(300)
    /// The same for requests that wait until a skeleton is made.
    var generationPatience: Duration = ServiceConstants.longestWait
    /// The same for requests whose answer would only be nice to have.
    var sidePatience: Duration = .seconds(10)
    /// Attempts where trying on is unlikely to help: internal errors, garbled answers, silence, no connection at all.
    var fewAttempts = 3
    /// Draws from 0 ..< 1.
    var random: @Sendable () -> Double = { .random(in: 0..<1) }

    /// The pause before the next attempt, or nil when there should be none.
    ///
    /// - Parameters:
    ///   - attempt: How many attempts there were.
    ///   - spent: How long they took together.
    ///   - isKnown: Whether the server has answered before: then a broken connection is a passing matter.
    func pause(
        after failure: RequestFailure,
        attempt: Int,
        spent: Duration,
        patience: Duration,
        isKnown: Bool
    ) -> Duration? {
        guard failure.isPassing, attempt < mostAttempts(failure, isKnown) else { return nil }
        let most = min(longestPause, firstPause * (1 << min(attempt - 1, 20)))
        // All clients that failed together must not come back together.
        var pause = most * random()
        if let asked = failure.retryAfter { pause += .seconds(asked) }
        return spent + pause < patience ? pause : nil
    }

    /// How long all attempts of a call may take together.
    func patience(for call: ServiceCall) -> Duration {
        call.isSideService ? sidePatience : call.waitsForGeneration ? generationPatience : patience
    }

    private func mostAttempts(_ failure: RequestFailure, _ isKnown: Bool) -> Int {
        switch failure.kind {
        case .rateLimited, .unavailable: .max
        case .connection where isKnown: .max
        default: fewAttempts
        }
    }
}
