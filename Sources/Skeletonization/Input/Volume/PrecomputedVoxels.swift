import SkeletonModel

/// Neuroglancer's precomputed volumes with unsharded `raw` chunks: one file per chunk, x fastest, little-endian.
struct PrecomputedVoxels: VoxelSource {
    /// One resolution of a volume.
    struct Scale: Sendable {
        var folder: String
        var key: String
        var type: VoxelType
        var size: VoxelGrid
        var resolution: Point3
        /// The number of the first voxel, which is in the names of the files.
        var voxelOffset: VoxelGrid
        var chunkSize: VoxelGrid
        /// Whether chunks without a file are background rather than an error.
        var fillsMissing = false
    }

    /// How many bytes of chunks are kept.
    private static let cacheSize = 64 << 20

    private let scale: Scale
    /// The chunks at hand by position; nil for missing ones.
    private var chunks: [VoxelGrid: [UInt8]?] = [:]
    private var loadOrder: [VoxelGrid] = []

    init(_ scale: Scale) { self.scale = scale }

    /// Whole files, so that each is read once where the chunks of both grids fit together.
    func readingBlock(chunk: VoxelGrid) -> VoxelGrid {
        .each { (scale.chunkSize[$0] + chunk[$0] - 1) / chunk[$0] * chunk[$0] }
    }

    mutating func read(_ box: VoxelBox, into labels: borrowing FastArray<UInt64>) throws(SkeletonizationError) -> Bool {
        for voxel in 0..<box.count { labels[voxel] = 0 }
        var found = false
        let side = scale.chunkSize
        for x in (box.low.x / side.x)...((box.high(0) - 1) / side.x) {
            for y in (box.low.y / side.y)...((box.high(1) - 1) / side.y) {
                for z in (box.low.z / side.z)...((box.high(2) - 1) / side.z) {
                    guard let bytes = try chunk(VoxelGrid(x, y, z)) else { continue }
                    if copy(bytes, self.box(VoxelGrid(x, y, z)), to: labels, box) { found = true }
                }
            }
        }
        return found
    }

    private func box(_ position: VoxelGrid) -> VoxelBox {
        let low = VoxelGrid.each { position[$0] * scale.chunkSize[$0] }
        return VoxelBox(low: low, size: .each { min(scale.chunkSize[$0], scale.size[$0] - low[$0]) })
    }

    private func copy(
        _ bytes: [UInt8],
        _ chunk: VoxelBox,
        to labels: borrowing FastArray<UInt64>,
        _ box: VoxelBox
    ) -> Bool {
        let part = chunk.intersection(box)
        var found: UInt64 = 0
        for x in part.low.x..<part.high(0) {
            for y in part.low.y..<part.high(1) {
                let row = ((x - box.low.x) * box.size.y + y - box.low.y) * box.size.z - box.low.z
                for z in part.low.z..<part.high(2) {
                    let plane = (z - chunk.low.z) * chunk.size.y + y - chunk.low.y
                    let label = scale.type.label(bytes, at: (plane * chunk.size.x + x - chunk.low.x) * scale.type.size)
                    labels[row + z] = label
                    found |= label
                }
            }
        }
        return found != 0
    }

    /// The bytes of a chunk file, nil where it is missing and that is allowed.
    private mutating func chunk(_ position: VoxelGrid) throws(SkeletonizationError) -> [UInt8]? {
        if let known = chunks[position] { return known }
        let size = box(position).count * scale.type.size
        let room = max(1, Self.cacheSize / max(1, (scale.chunkSize.product ?? 1) * scale.type.size))
        while loadOrder.count >= room { chunks.removeValue(forKey: loadOrder.removeFirst()) }
        let bytes = try load(position, size)
        chunks[position] = .some(bytes)
        loadOrder.append(position)
        return bytes
    }

    private func load(_ position: VoxelGrid, _ size: Int) throws(SkeletonizationError) -> [UInt8]? {
        let name = name(box(position))
        let plain = "\(scale.folder)/\(scale.key)/\(name)"
        // Programs that compress chunks add the ending, as a web server would not.
        guard let path = [plain, plain + ".gz"].first(where: SeekableFile.exists) else {
            guard scale.fillsMissing else {
                throw .badVolume(path: "\(scale.folder)/\(scale.key)", fault: .chunkMissing(name))
            }
            return nil
        }
        let bytes = try InputFile.readUnzipped(path)
        guard bytes.count == size else {
            throw .badVolume(path: path, fault: .sizeDisagrees(expected: size, found: bytes.count))
        }
        return bytes
    }

    private func name(_ box: VoxelBox) -> String {
        [0, 1, 2].map { axis in
            let low = box.low[axis] + scale.voxelOffset[axis]
            return "\(low)-\(low + box.size[axis])"
        }.joined(separator: "_")
    }
}
