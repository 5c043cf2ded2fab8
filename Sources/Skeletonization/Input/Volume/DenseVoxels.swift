/// Labels that lie one after the other in a file, read in stretches along the axis that runs fastest in it.
struct DenseVoxels: VoxelSource {
    /// Where the labels are.
    struct File: Sendable {
        var path: String
        var type: VoxelType
        /// The byte of voxel 0, 0, 0.
        var offset: Int
        /// How many labels lie between neighbours along each axis.
        var strides: VoxelGrid
        /// Whether nothing may come after the labels.
        var mustEnd = true

        /// The strides of a shape whose last axis runs fastest, or whose first one does.
        static func strides(_ shape: VoxelGrid, firstIsFastest: Bool) -> VoxelGrid {
            firstIsFastest ? VoxelGrid(1, shape.x, shape.x * shape.y) : VoxelGrid(shape.y * shape.z, shape.z, 1)
        }

        /// Refuses a file that is not as long as the shape asks for.
        func checkSize(_ found: Int, _ shape: VoxelGrid) throws(SkeletonizationError) {
            let (bytes, overflow) = (shape.product ?? .max).multipliedReportingOverflow(by: type.size)
            let expected = overflow ? Int.max : bytes
            let room = max(found - offset, 0)
            guard mustEnd ? room == expected : room >= expected else {
                throw .badVolume(path: path, fault: .sizeDisagrees(expected: expected, found: room))
            }
        }
    }

    /// How much of the file is kept.
    private static let windowSize = 4 << 20

    private let file: File
    private let shape: VoxelGrid
    private let input: SeekableFile
    private let fastest: Int
    /// The block that is in `bytes`, with its voxels in the order of the file.
    private var window = VoxelBox(low: VoxelGrid(0, 0, 0), size: VoxelGrid(0, 0, 0))
    private var bytes: [UInt8] = []

    init(_ file: File, shape: VoxelGrid) throws(SkeletonizationError) {
        (self.file, self.shape) = (file, shape)
        fastest = [0, 1, 2].first { file.strides[$0] == 1 && shape[$0] > 1 } ?? 2
        input = try SeekableFile(file.path)
        // It may have changed since it was looked at.
        try file.checkSize(input.size, shape)
    }

    func readingBlock(chunk: VoxelGrid) -> VoxelGrid {
        var block = chunk
        block[fastest] = stretch(chunk)
        return block
    }

    /// How far to read along the fastest axis: whole chunks that fit into the window.
    private func stretch(_ chunk: VoxelGrid) -> Int {
        let count = max(1, Self.windowSize / max(1, (chunk.product ?? 1) * file.type.size))
        return chunk[fastest] * count
    }

    mutating func read(_ box: VoxelBox, into labels: borrowing FastArray<UInt64>) throws(SkeletonizationError) -> Bool {
        if window.intersection(box).size != box.size { try load(box) }
        let (slow, fast) = (rows(window.size), window.size[fastest])
        var found: UInt64 = 0
        var place = 0
        for x in box.low.x..<box.high(0) {
            for y in box.low.y..<box.high(1) {
                for z in box.low.z..<box.high(2) {
                    let inside = VoxelGrid(x - window.low.x, y - window.low.y, z - window.low.z)
                    let row = inside[slow.first] * window.size[slow.second] + inside[slow.second]
                    let label = file.type.label(bytes, at: (row * fast + inside[fastest]) * file.type.size)
                    labels[place] = label
                    found |= label
                    place += 1
                }
            }
        }
        return found != 0
    }

    /// The two axes that are not the fastest.
    private func rows(_ size: VoxelGrid) -> (first: Int, second: Int) {
        fastest == 0 ? (1, 2) : fastest == 1 ? (0, 2) : (0, 1)
    }

    private mutating func load(_ box: VoxelBox) throws(SkeletonizationError) {
        window = box
        window.size[fastest] = min(stretch(box.size), shape[fastest] - box.low[fastest])
        let (slow, length) = (rows(window.size), window.size[fastest] * file.type.size)
        let needed = window.size[slow.first] * window.size[slow.second] * length
        if bytes.count < needed { bytes = [UInt8](repeating: 0, count: needed) }
        var row = 0
        for first in window.low[slow.first]..<window.high(slow.first) {
            for second in window.low[slow.second]..<window.high(slow.second) {
                let index =
                    first * file.strides[slow.first] + second * file.strides[slow.second] + window.low[fastest]
                    * file.strides[fastest]
                try input.read(length, at: file.offset + index * file.type.size, into: &bytes, from: row * length)
                row += 1
            }
        }
    }
}
