public import SkeletonModel

/// How a label volume is cut into level-2 graphs.
public struct VolumeOptions: Sendable, Hashable {
    /// The sides of a chunk in voxels; nil takes the source's own, or about 2048 nm but 8 to 128 voxels.
    public var chunk: VoxelGrid?
    /// The labels that are wanted, nil for all.
    public var labels: Set<UInt64>?
    /// The centres of somata in nm, by label; they come before those that the source knows.
    public var somaPoints: [UInt64: Point3]

    /// All labels in chunks of the usual size.
    public init(chunk: VoxelGrid? = nil, labels: Set<UInt64>? = nil, somaPoints: [UInt64: Point3] = [:]) {
        (self.chunk, self.labels, self.somaPoints) = (chunk, labels, somaPoints)
    }

    /// The chunk sides for a volume.
    func chunk(for volume: LabelVolume) throws(SkeletonizationError) -> VoxelGrid {
        let usual = { (side: Double) in Int(min(max((2048 / side).rounded(), 8), 128)) }
        let size = volume.voxelSize
        let chunk = chunk ?? volume.chunk ?? VoxelGrid(usual(size.x), usual(size.y), usual(size.z))
        guard chunk.list.allSatisfy({ (1...4096).contains($0) }), let count = chunk.product, count <= 1 << 27 else {
            let sides = chunk.list.map(String.init).joined(separator: " × ")
            throw .badOption(
                name: "chunk",
                problem: "must be sides of 1 voxel or more, 2^27 voxels at most (got \(sides))"
            )
        }
        // Never more than the volume has: memory is set aside for a whole chunk.
        return .each { min(chunk[$0], volume.shape[$0]) }
    }
}

extension RootID {
    /// The root id of a label: the label itself where it is one of the chunked graph, 12 · 2^56 + label otherwise.
    public init?(label: UInt64) {
        guard let value = Int64(exactly: label), value > 0 else { return nil }
        self.init(value < 1 << 56 ? 12 << 56 + value : value)
    }
}
