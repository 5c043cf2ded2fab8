public import SkeletonModel

/// A skeleton as it was answered, in the form that was asked for.
///
/// What was made here is held as arrays and encoded when bytes are wanted; what came over the wire the other way round.
public struct SkeletonPayload: Sendable {
    enum Content: Sendable {
        case arrays(SkeletonArrays)
        case bytes([UInt8])
        case text([UInt8], Skeleton)
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

    /// An answer that came as bytes, not compressed, read at once: it holds a skeleton and does not only say so.
    ///
    /// - Throws: `ServiceError.damaged` when the bytes are not what the format says.
    public init(
        reading bytes: [UInt8],
        rootID: RootID,
        version: SkeletonVersion,
        format: OutputFormat
    ) throws(ServiceError) {
        let received = SkeletonPayload(bytes: bytes, rootID: rootID, version: version, format: format)
        (self.rootID, self.version, self.format) = (rootID, version.resolved, format)
        guard format == .swc else {
            content = .arrays(try received.arrays())
            return
        }
        let skeleton = try received.skeleton()
        // The reader of SWC puts up with a lot: an error page would be a skeleton without nodes.
        if let problem = skeleton.diagnostics.first(where: { $0.severity == .error }) {
            throw .damaged(what: "the swc answer for root id \(rootID)", problem: problem.description)
        }
        guard skeleton.nodeCount > 0 else {
            throw .damaged(what: "the swc answer for root id \(rootID)", problem: "it has no nodes")
        }
        content = .text(bytes, skeleton)
    }
}
