public import SkeletonModel

/// A skeleton service whose finished skeletons lie where this process can see them, so that it can be put on the network.
public protocol SkeletonHosting: SkeletonServing {
    /// The datastacks that something is known of, in alphabetical order.
    func datastacks() async throws(ServiceError) -> [String]

    /// The layer of the chunked graph that the root ids of a datastack are of.
    func rootLayer(datastack: String) async throws(ServiceError) -> Int

    /// What tells the stored skeletons of these neurons from all others; those that are not there, and refused ones,
    /// are left out.
    ///
    /// Cheap enough to be asked at each request. Throws nothing for an unknown datastack: it has no skeletons.
    func stamps(of ids: [RootID], datastack: String) async throws(ServiceError) -> [RootID: SkeletonStamp]

    /// Throws what keeps the service from working just now, such as a data folder that has gone.
    func checkHealth() async throws(ServiceError)

    /// Numbers that whoever runs the service wants to watch, by their names.
    func gauges() async throws(ServiceError) -> [String: Double]

    /// The bytes of a stored skeleton's file, HDF5 in gzip; nil when it is not there or refused.
    func storedFile(of id: RootID, datastack: String) async throws(ServiceError) -> [UInt8]?
}

/// The identity of a stored file: another one of the same skeleton has another stamp.
public struct SkeletonStamp: Hashable, Sendable {
    private let device: UInt64
    private let inode: UInt64
    private let size: Int64
    private let modified: Int64

    /// What `stat` says of a file.
    ///
    /// - `modified`: When it was last written, in nanoseconds since 1970.
    public init(device: UInt64, inode: UInt64, size: Int64, modified: Int64) {
        (self.device, self.inode, self.size, self.modified) = (device, inode, size, modified)
    }
}
