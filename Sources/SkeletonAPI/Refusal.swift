public import SkeletonModel

/// One line of the refusal list: a neuron of which the service makes and answers no skeleton.
public struct Refusal: Hashable, Sendable {
    /// The datastack that the entry is about.
    public let datastack: String
    /// The refused neuron.
    public let rootID: RootID

    /// An entry of the list.
    public init(datastack: String, rootID: RootID) {
        (self.datastack, self.rootID) = (datastack, rootID)
    }
}
