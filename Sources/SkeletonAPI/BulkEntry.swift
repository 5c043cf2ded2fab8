public import SkeletonModel

/// What a bulk request answers for one of its ids.
public struct BulkEntry: Sendable {
    /// What became of one id.
    public enum Outcome: Sendable {
        /// It was there.
        case skeleton(SkeletonPayload)
        /// It was not there, and is now being made. On the wire: `async`.
        case queued
        /// The data set has no such neuron. On the wire: `invalid_rid`.
        case invalid
        /// A supervoxel or level-2 id, not a neuron's. On the wire: `invalid_layer_rid`.
        case wrongLayer
        /// On the refusal list. On the wire: left out.
        case refused
        /// It was not there, and generation was not asked for. On the wire: left out.
        case missing
        /// It cannot be made.
        case failed(reason: String)
    }

    /// The id as it was asked for.
    public let rootID: RootID
    /// What became of it.
    public let outcome: Outcome

    /// An entry of an answer.
    public init(_ rootID: RootID, _ outcome: Outcome) {
        (self.rootID, self.outcome) = (rootID, outcome)
    }

    /// The skeleton, if it was there.
    public var payload: SkeletonPayload? {
        if case .skeleton(let payload) = outcome { payload } else { nil }
    }
}
