import SkeletonAPI
import SkeletonModel
import Synchronization

/// The tasks of one open service that make queued skeletons, and the one that keeps the queue in order.
final class WorkerPool: Sendable {
    let size: Int
    /// Rung when a job has come.
    let arrivals = Bell()
    /// Rung when a job has ended.
    let endings = Bell()

    private let queue: JobQueue
    private let cache: SkeletonCache
    private let generator: Generator
    private let refusals: Refusals
    private let timing: Timing
    private let tasks = Mutex<[Task<Void, Never>]>([])
    private let lastTrouble = Mutex<ServiceError?>(nil)

    /// How often things are looked at; tests shorten it.
    struct Timing: Sendable {
        /// How long a worker sleeps at most before it looks for jobs that other processes have queued.
        var lookout: Duration = .seconds(1)
        /// How often jobs of ended processes are looked for.
        var recovery: Duration = .seconds(2)
        /// How often the other processes are told that we are there; they wait for six times as long.
        var beat: Duration = .seconds(20)
        /// Seconds before the second try, doubled for each further one.
        var pause: Double = 1
        /// How often a job is tried when the disk is at fault.
        var attempts = 3
    }

    init(size: Int, queue: JobQueue, cache: SkeletonCache, generator: Generator, refusals: Refusals, timing: Timing) {
        self.size = size
        self.queue = queue
        self.cache = cache
        self.generator = generator
        self.refusals = refusals
        self.timing = timing
    }

    /// Starts the tasks.
    ///
    /// They hold the pool only while they have something to do, and end with `stop`.
    func start() {
        let threads = WorkerThreads()
        tasks.withLock { tasks in
            for _ in 0..<size { tasks.append(Task(executorPreference: threads) { await self.work() }) }
            tasks.append(Task { await self.keepOrder() })
        }
    }

    /// Asks the tasks to end.
    ///
    /// Running jobs go back to the queue.
    func cancel() {
        for task in tasks.withLock({ $0 }) { task.cancel() }
    }

    /// Asks the tasks to end, waits until they have, and leaves the queue in order.
    func stop() async {
        cancel()
        for task in tasks.withLock({ $0 }) { await task.value }
        // Where that cannot be written down, the others see that our process has ended.
        if size > 0 { try? await queue.unregister() }
    }

    /// Why the queue cannot be worked on just now, such as a full disk; nil when it can.
    var trouble: ServiceError? { lastTrouble.withLock(\.self) }

    private func note(_ trouble: ServiceError?) {
        guard trouble != .cancelled, trouble != .closed else { return }
        lastTrouble.withLock { $0 = trouble }
    }

    // MARK: The tasks

    private func work() async {
        while !Task.isCancelled {
            let seen = await arrivals.rings
            if let job = await nextJob() {
                await perform(job)
            } else {
                await arrivals.wait(since: seen, atMost: timing.lookout)
            }
        }
    }

    private func nextJob() async -> Job? {
        do {
            let job = try await queue.claim()
            note(nil)
            return job
        } catch {
            note(error)
            return nil
        }
    }

    private func keepOrder() async {
        var nextBeat = ContinuousClock.now
        while !Task.isCancelled {
            // A full disk or a lock that others hold passes; the next round tries again.
            if size > 0, ContinuousClock.now >= nextBeat, (try? await queue.beat()) != nil {
                nextBeat = ContinuousClock.now + timing.beat
            }
            if let count = try? await queue.recover(), count > 0 {
                await arrivals.ring()
                try? cache.removeLeftovers()
            }
            try? await Task.sleep(for: timing.recovery)
        }
    }

    private func perform(_ job: Job) async {
        let verdict = await attempt(job)
        while await !settle(job, verdict) {
            // The database cannot be written just now. The job stays ours until it can, or until the service closes.
            guard (try? await Task.sleep(for: .milliseconds(500))) != nil else { break }
        }
        await endings.ring()
    }

    private enum Verdict {
        case made(seconds: Double)
        /// Somebody else has made it.
        case thereAlready
        case refused
        case failed(Generator.Failure)
    }

    private func attempt(_ job: Job) async -> Verdict {
        let start = ContinuousClock.now
        do {
            // Another process may have finished the skeleton, or somebody refused it, since it was queued.
            if cache.contains(job.rootID, datastack: job.datastack) { return .thereAlready }
            if try await refusals.contains(job.rootID, datastack: job.datastack) { return .refused }
        } catch {
            return .failed(error == .cancelled ? .cancelled : .passing(error.description))
        }
        do {
            let isOurs = try generator.make(job)
            return isOurs ? .made(seconds: (ContinuousClock.now - start).inSeconds) : .thereAlready
        } catch {
            return .failed(error)
        }
    }

    /// Writes down what became of a job.
    ///
    /// False when that could not be done.
    private func settle(_ job: Job, _ verdict: Verdict) async -> Bool {
        do {
            switch verdict {
            case .thereAlready: try await queue.finishInterrupted(job)
            case .refused: try await queue.discard(job)
            case .made(let seconds): try await queue.finish(job, seconds: seconds)
            case .failed(.lasting(let reason)): try await queue.fail(job, reason: reason, retryable: false)
            case .failed(.passing(let reason)): try await postpone(job, reason)
            case .failed(.cancelled): try await queue.release(job)
            }
        } catch {
            note(error)
            return error == .closed
        }
        return true
    }

    private func postpone(_ job: Job, _ reason: String) async throws(ServiceError) {
        guard job.attempts < timing.attempts else {
            return try await queue.fail(job, reason: reason, retryable: true)
        }
        let pause = timing.pause * Double(1 << min(job.attempts - 1, 10))
        try await queue.retry(job, reason: reason, after: pause)
    }
}

extension Duration {
    /// The whole of it in seconds.
    var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
