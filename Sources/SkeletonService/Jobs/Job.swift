import SkeletonModel

/// Which jobs are done first.
enum JobPriority: Int, Sendable, Comparable {
    /// Dispatched in bulk: nobody waits for any single one.
    case bulk = 0
    /// Somebody waits.
    case interactive = 1

    static func < (a: JobPriority, b: JobPriority) -> Bool { a.rawValue < b.rawValue }
}

/// A skeleton that this service is about to make.
struct Job: Sendable {
    /// The row in the queue.
    let id: Int64
    let datastack: String
    let rootID: RootID
    /// Level-2 nodes, as a measure of the work.
    let nodes: Int
    /// How often it has been tried, this time included.
    let attempts: Int
    /// How often a process ended over it.
    var interruptions = 0
}

/// Where a neuron's job stands.
enum JobState: Sendable, Equatable {
    case queued
    case running
    case failed(reason: String, retryable: Bool)

    /// Whether it will come to an end by itself.
    var isUnderWay: Bool {
        switch self {
        case .queued, .running: true
        case .failed: false
        }
    }
}
