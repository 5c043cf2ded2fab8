/// Three whole numbers along x, y and z: the size of a volume, or the place of a voxel.
public struct VoxelGrid: Sendable, Hashable {
    /// Along x, the slowest axis of a scan.
    public var x: Int
    /// Along y.
    public var y: Int
    /// Along z, the fastest axis of a scan.
    public var z: Int

    /// One number per axis.
    public init(_ x: Int, _ y: Int, _ z: Int) { (self.x, self.y, self.z) = (x, y, z) }

    /// The number along axis 0, 1 or 2.
    subscript(axis: Int) -> Int {
        get { axis == 0 ? x : axis == 1 ? y : z }
        set { if axis == 0 { x = newValue } else if axis == 1 { y = newValue } else { z = newValue } }
    }

    /// x · y · z, nil when that is no `Int`.
    var product: Int? {
        let (plane, overflow) = x.multipliedReportingOverflow(by: y)
        let (all, overflow2) = plane.multipliedReportingOverflow(by: z)
        return overflow || overflow2 ? nil : all
    }

    var list: [Int] { [x, y, z] }

    init?(_ list: [Int]) {
        guard list.count == 3 else { return nil }
        self.init(list[0], list[1], list[2])
    }

    /// One number per axis from what stands there in others.
    static func each(_ number: (_ axis: Int) -> Int) -> VoxelGrid { VoxelGrid(number(0), number(1), number(2)) }
}

/// A block of voxels.
struct VoxelBox: Sendable, Hashable {
    /// The voxel with the least numbers.
    var low: VoxelGrid
    /// How many voxels along each axis.
    var size: VoxelGrid

    var count: Int { size.x * size.y * size.z }

    func high(_ axis: Int) -> Int { low[axis] + size[axis] }

    /// What two blocks share; it may be empty.
    func intersection(_ other: VoxelBox) -> VoxelBox {
        let start = VoxelGrid.each { max(low[$0], other.low[$0]) }
        return VoxelBox(low: start, size: .each { max(0, min(high($0), other.high($0)) - start[$0]) })
    }
}

/// Where a volume's labels come from, block by block.
protocol VoxelSource {
    /// The block of voxels that is best read as one; chunks are taken from one such block after the other.
    func readingBlock(chunk: VoxelGrid) -> VoxelGrid

    /// Puts the labels of a block in order, z fastest, and says whether any of them is not background.
    mutating func read(_ box: VoxelBox, into labels: borrowing FastArray<UInt64>) throws(SkeletonizationError) -> Bool
}
