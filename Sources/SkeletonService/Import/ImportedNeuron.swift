public import SkeletonModel

/// What an import did with one neuron.
public struct ImportedNeuron: Hashable, Sendable {
    /// The two ways in which an import can succeed.
    public enum Outcome: String, Sendable {
        /// It was new.
        case added
        /// The very same data were there already.
        case unchanged
    }

    /// What was imported.
    public enum Kind: String, Sendable {
        /// A level-2 graph, of which a skeleton can be made.
        case graph
        /// A finished skeleton, which went into the cache.
        case skeleton
    }

    /// The neuron.
    public let rootID: RootID
    /// The datastack that it is in.
    public let datastack: String
    /// Whether it was a graph or a finished skeleton.
    public let kind: Kind
    /// Whether it was new.
    public let outcome: Outcome
    /// The file that it came from, as the caller named it.
    public let path: String
}
