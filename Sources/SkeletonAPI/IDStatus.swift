public import SkeletonModel

/// Where a neuron's skeleton stands, so that whoever polls can settle and say why one is missing.
public struct IDStatus: Hashable, Sendable {
    /// The words that users read.
    public enum Word: String, CaseIterable, Sendable {
        /// The skeleton is there.
        case cached
        /// It is being made or waits for its turn.
        case queued
        /// On the refusal list.
        case refused
        /// Not an id of this data set.
        case invalid
        /// A supervoxel or level-2 id, not a root.
        case wrongLayer = "wrong_layer"
        /// Superseded by an edit. It may have a skeleton all the same.
        case outdated
        /// A valid id without a skeleton that nobody asked to make.
        case notFound = "not_found"
        /// It could not be made; the reason says why.
        case failed
    }

    /// The word.
    public let word: Word
    /// Whether a skeleton can be fetched right now.
    ///
    /// True also for an outdated id whose skeleton exists.
    public let hasSkeleton: Bool
    /// Why it failed or was refused, when there is more to say than the word.
    public let reason: String?
    /// Whether asking again may help.
    public let retryable: Bool
    /// The id that took the place of an outdated one, when that is known.
    public let successor: RootID?

    /// A status.
    public init(
        _ word: Word,
        hasSkeleton: Bool? = nil,
        reason: String? = nil,
        retryable: Bool? = nil,
        successor: RootID? = nil
    ) {
        self.word = word
        self.hasSkeleton = hasSkeleton ?? (word == .cached)
        self.reason = reason
        self.retryable = retryable ?? (word == .queued)
        self.successor = successor
    }

    /// Whether waiting will not change it.
    public var isSettled: Bool { word != .queued }
}
