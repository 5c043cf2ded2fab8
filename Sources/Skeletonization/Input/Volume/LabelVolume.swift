public import SkeletonModel

/// A block of voxels with the number of the neuron that each belongs to, 0 for background.
///
/// Nothing is read before the level-2 graphs are asked for, and then chunk by chunk.
public struct LabelVolume: Sendable {
    /// How many voxels along x, y and z.
    public let shape: VoxelGrid
    /// The sides of a voxel in nm.
    public let voxelSize: Point3
    /// Where the corner of voxel 0, 0, 0 is, in nm.
    public let origin: Point3
    /// The sides of a chunk in voxels that the source suggests, nil for none.
    public var chunk: VoxelGrid?
    /// The soma centres in nm that the source knows, by label.
    public var somaPoints: [UInt64: Point3] = [:]
    /// The file that errors name, nil for none.
    let path: String?
    let storage: Storage

    enum Storage: Sendable {
        case array([UInt64])
        case dense(DenseVoxels.File)
        case precomputed(PrecomputedVoxels.Scale)
        case painted(PaintedNeurons)
    }

    /// Labels in memory, z fastest and x slowest.
    public init(
        labels: [UInt64],
        shape: VoxelGrid,
        voxelSize: Point3,
        origin: Point3 = Point3(0, 0, 0)
    ) throws(SkeletonizationError) {
        try self.init(.array(labels), shape: shape, voxelSize: voxelSize, origin: origin, path: nil)
        guard labels.count == shape.product else {
            let fault = VolumeFault.sizeDisagrees(expected: 8 * (shape.product ?? 0), found: 8 * labels.count)
            throw .badVolume(path: nil, fault: fault)
        }
    }

    /// Synthetic neurons painted into a volume, thin branches at least wide enough to stay connected.
    ///
    /// The first neuron that covers a voxel keeps it; labels are 1, 2, …; soma points are the first nodes.
    public init(
        painting neurons: [SyntheticNeuron],
        shape: VoxelGrid,
        voxelSize: Point3,
        origin: Point3 = Point3(0, 0, 0)
    ) throws(SkeletonizationError) {
        let painted = PaintedNeurons(neurons, shape: shape, voxelSize: voxelSize, origin: origin)
        try self.init(.painted(painted), shape: shape, voxelSize: voxelSize, origin: origin, path: nil)
        for (index, neuron) in neurons.enumerated() { somaPoints[UInt64(index + 1)] = neuron.nodes.first?.position }
    }

    init(
        _ storage: Storage,
        shape: VoxelGrid,
        voxelSize: Point3?,
        origin: Point3,
        path: String?
    ) throws(SkeletonizationError) {
        guard shape.list.allSatisfy({ (1...(1 << 40)).contains($0) }), shape.product != nil else {
            throw .badVolume(path: path, fault: .badShape(shape.list))
        }
        guard let voxelSize else { throw .badVolume(path: path, fault: .missingVoxelSize) }
        for side in [voxelSize.x, voxelSize.y, voxelSize.z] where !(side >= 0.001 && side <= 1e9) {
            throw .badOption(name: "voxel_size", problem: "must be three lengths of 0.001 to 1e9 nm (got \(side))")
        }
        for axis in [origin.x, origin.y, origin.z] where !(abs(axis) <= 1e14) {
            throw .badOption(name: "origin", problem: "must be a place within 1e14 nm (got \(axis))")
        }
        (self.storage, self.shape, self.path) = (storage, shape, path)
        (self.voxelSize, self.origin) = (voxelSize, origin)
    }

    func source() throws(SkeletonizationError) -> any VoxelSource {
        switch storage {
        case .array(let labels): ArrayVoxels(labels: labels, shape: shape)
        case .dense(let file): try DenseVoxels(file, shape: shape)
        case .precomputed(let scale): PrecomputedVoxels(scale)
        case .painted(let neurons): PaintedVoxels(neurons)
        }
    }
}

/// Labels in memory.
struct ArrayVoxels: VoxelSource {
    let labels: [UInt64]
    let shape: VoxelGrid

    func readingBlock(chunk: VoxelGrid) -> VoxelGrid { chunk }

    mutating func read(_ box: VoxelBox, into target: borrowing FastArray<UInt64>) throws(SkeletonizationError) -> Bool {
        var (place, found) = (0, UInt64(0))
        for x in box.low.x..<box.high(0) {
            for y in box.low.y..<box.high(1) {
                let row = (x * shape.y + y) * shape.z
                for z in box.low.z..<box.high(2) {
                    target[place] = labels[row + z]
                    found |= labels[row + z]
                    place += 1
                }
            }
        }
        return found != 0
    }
}
