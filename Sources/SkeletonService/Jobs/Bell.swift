/// Wakes everybody who waits for something to happen in this process.
actor Bell {
    private var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
    private var nextWaiter = 0

    /// How often it has been rung.
    ///
    /// Read it before looking at what you wait for, so that no ring is missed.
    private(set) var rings = 0

    /// Wakes all who wait.
    func ring() {
        rings += 1
        for continuation in waiting.values { continuation.resume() }
        waiting = [:]
    }

    /// Waits until it has been rung more often than `seen`, for a limited time, or until the task is cancelled.
    func wait(since seen: Int, atMost limit: Duration) async {
        guard rings == seen, !Task.isCancelled else { return }
        let waiter = nextWaiter
        nextWaiter += 1
        let timer = Task {
            try? await Task.sleep(for: limit)
            self.wake(waiter)
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                // Cancelled already: the handler below may have looked before there was anything to wake.
                if Task.isCancelled { continuation.resume() } else { waiting[waiter] = continuation }
            }
        } onCancel: {
            Task { await self.wake(waiter) }
        }
        timer.cancel()
    }

    private func wake(_ waiter: Int) { waiting.removeValue(forKey: waiter)?.resume() }
}
