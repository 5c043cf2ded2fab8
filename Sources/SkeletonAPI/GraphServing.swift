public import SkeletonModel

/// What people ask about ids before they ask for skeletons: the datastacks, and the chunked graph behind them.
public protocol GraphServing: Sendable {
    /// The names of all datastacks.
    func datastackNames() async throws(ServiceError) -> [String]

    /// The record of a datastack.
    func datastackInfo(_ datastack: String) async throws(ServiceError) -> JSONObject

    /// Whether each id exists in the graph, as whatever.
    ///
    /// - `start`: Created after this moment, in seconds since 1970.
    /// - `end`: Created before this moment; nil for now.
    func validNodes(
        _ ids: [RootID],
        datastack: String,
        start: Double?,
        end: Double?
    ) async throws(ServiceError) -> [RootID: Bool]

    /// Whether each id is a neuron's at a moment, nil for now: false for what an edit has superseded.
    func latestRoots(
        _ ids: [RootID],
        datastack: String,
        timestamp: Double?
    ) async throws(ServiceError) -> [RootID: Bool]

    /// The neurons that parts of one are in at a moment, nil for now, by the fraction of it that each has.
    ///
    /// - `stopLayer`: The layer whose nodes are counted; nil for the fourth below the top.
    func suggestedLatestRoots(
        _ id: RootID,
        datastack: String,
        timestamp: Double?,
        stopLayer: Int?
    ) async throws(ServiceError) -> [SuggestedRoot]
}

/// A neuron that holds a part of an outdated one.
public struct SuggestedRoot: Hashable, Sendable {
    /// The neuron.
    public let rootID: RootID
    /// Which fraction of the outdated neuron it holds.
    public let fraction: Double

    /// A suggestion.
    public init(_ rootID: RootID, fraction: Double) { (self.rootID, self.fraction) = (rootID, fraction) }
}
