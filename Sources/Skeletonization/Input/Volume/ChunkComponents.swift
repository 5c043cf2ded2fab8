/// The connected components of equal label in one chunk, through the faces of the voxels.
struct ChunkComponents: ~Copyable {
    /// The labels of the voxels, z fastest.
    let labels: FastArray<UInt64>
    /// For each voxel the number of its component, from 1 in the order of their first voxels; 0 for background.
    let numbers: FastArray<Int32>
    /// The label of each component; that of 0 is 0.
    private(set) var labelOf: [UInt64] = [0]
    private(set) var size = VoxelGrid(0, 0, 0)
    private var sets = DisjointSets(count: 0)
    private var final: [Int32] = []

    init(largest: VoxelGrid) {
        let count = largest.x * largest.y * largest.z
        labels = FastArray(repeating: 0, count: count)
        numbers = FastArray(repeating: 0, count: count)
    }

    var count: Int { labelOf.count - 1 }

    /// Numbers the components of the labels that stand in `labels`.
    mutating func find(_ size: VoxelGrid) {
        self.size = size
        sets.removeAll()
        _ = sets.append()
        joinVoxels()
        numberSets()
    }

    private mutating func joinVoxels() {
        let (rowStride, planeStride) = (size.z, size.y * size.z)
        var voxel = 0
        for x in 0..<size.x {
            for y in 0..<size.y {
                for z in 0..<size.z {
                    let label = labels[voxel]
                    if label == 0 {
                        numbers[voxel] = 0
                    } else {
                        var set: Int32 = 0
                        if z > 0, labels[voxel - 1] == label { set = numbers[voxel - 1] }
                        if y > 0, labels[voxel - rowStride] == label { set = joined(set, numbers[voxel - rowStride]) }
                        if x > 0, labels[voxel - planeStride] == label {
                            set = joined(set, numbers[voxel - planeStride])
                        }
                        numbers[voxel] = set == 0 ? sets.append() : set
                    }
                    voxel += 1
                }
            }
        }
    }

    @inline(__always)
    private mutating func joined(_ set: Int32, _ other: Int32) -> Int32 {
        if set == other || set == 0 { return other }
        sets.join(set, other)
        return set
    }

    private mutating func numberSets() {
        final.removeAll(keepingCapacity: true)
        final.append(contentsOf: repeatElement(0, count: sets.count))
        labelOf.removeAll(keepingCapacity: true)
        labelOf.append(0)
        for voxel in 0..<(size.x * size.y * size.z) where numbers[voxel] != 0 {
            let set = Int(sets.find(numbers[voxel]))
            if final[set] == 0 {
                final[set] = Int32(labelOf.count)
                labelOf.append(labels[voxel])
            }
            numbers[voxel] = final[set]
        }
    }

    /// The component numbers on one side of the chunk, `axis` 0, 1 or 2.
    func face(_ axis: Int, atEnd: Bool) -> [Int32] {
        let strides = VoxelGrid(size.y * size.z, size.z, 1)
        let others = [0, 1, 2].filter { $0 != axis }
        let start = atEnd ? (size[axis] - 1) * strides[axis] : 0
        var face: [Int32] = []
        face.reserveCapacity(size[others[0]] * size[others[1]])
        for first in 0..<size[others[0]] {
            for second in 0..<size[others[1]] {
                face.append(numbers[start + first * strides[others[0]] + second * strides[others[1]]])
            }
        }
        return face
    }
}
