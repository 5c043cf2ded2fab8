public import SkeletonModel

/// A skeleton as it was answered, in the form that was asked for.
///
/// What was made here is held as arrays and encoded when bytes are wanted; what came over the wire the other way round.
public struct SkeletonPayload: Sendable {
    enum Content: Sendable {
        case arrays(SkeletonArrays)
        case bytes([UInt8])
    }

    /// The neuron.
    public let rootID: RootID
    /// The version of the answer, which is never −1 or 0.
    public let version: SkeletonVersion
    /// The form that was asked for.
    public let format: OutputFormat

    let content: Content

    /// An answer made from the arrays of a stored skeleton, which are version 4's.
    public init(stored arrays: SkeletonArrays, rootID: RootID, version: SkeletonVersion, format: OutputFormat) {
        (self.rootID, self.version, self.format) = (rootID, version.resolved, format)
        content = .arrays(format == .h5 ? arrays : arrays.served(as: version))
    }

    /// An answer that came as bytes, not compressed (SWC text, JSON text, …).
    public init(bytes: [UInt8], rootID: RootID, version: SkeletonVersion, format: OutputFormat) {
        (self.rootID, self.version, self.format) = (rootID, version.resolved, format)
        content = .bytes(bytes)
    }
}
