public import SkeletonModel

/// What the queue holds, and who works on it.
public struct QueueStatus: Hashable, Sendable {
    /// One job.
    public struct Entry: Hashable, Sendable {
        /// The words that users read.
        public enum State: String, Sendable {
            /// It waits for its turn.
            case queued
            /// It is being done.
            case running
            /// It failed, and is kept for its reason.
            case failed
        }

        /// The neuron's datastack.
        public let datastack: String
        /// The neuron.
        public let rootID: RootID
        /// Where it stands.
        public let state: State
        /// Whether somebody waits for it, so that it comes before what was dispatched in bulk.
        public let isInteractive: Bool
        /// How often it has been tried.
        public let attempts: Int
        /// What went wrong the last time.
        public let reason: String?
        /// Whether a failed one is tried again when its skeleton is asked for.
        public let isRetryable: Bool
        /// The process that does it.
        public let worker: Int32?
        /// For how long it has been running.
        public let seconds: Double?
    }

    /// A service that makes skeletons.
    public struct Worker: Hashable, Sendable {
        /// Its process.
        public let process: Int32
        /// How many skeletons it makes at a time.
        public let threads: Int
        /// How many it is making.
        public let running: Int
        /// For how long it has been at work.
        public let seconds: Double
    }

    /// How many jobs wait.
    public let queued: Int
    /// How many are being done.
    public let running: Int
    /// How many failed: the dead letters.
    public let failed: Int
    /// The jobs themselves: running, failed, waiting, each in the order of their turn, cut at what was asked for.
    public let entries: [Entry]
    /// The services that are alive.
    public let workers: [Worker]
    /// How long a skeleton took lately, on one thread; nil before the first.
    public let secondsPerSkeleton: Double?
    /// Over how many skeletons that was measured.
    public let measured: Int
    /// In how many seconds all workers together should be done; 0 when nothing is left to do.
    public let secondsToGo: Double
}

/// A neuron of which there is, or was, a job.
public struct QueuedNeuron: Hashable, Sendable {
    /// Its datastack.
    public let datastack: String
    /// Its id.
    public let rootID: RootID
}
