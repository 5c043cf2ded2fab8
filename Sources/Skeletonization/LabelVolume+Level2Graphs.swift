import SkeletonModel

extension LabelVolume {
    /// The level-2 graph of each label, by ascending label: what the chunked graph and its cache would hold of it.
    ///
    /// Connected voxels of one label in one chunk are a node, nodes that touch across the border of two chunks an edge.
    /// Works chunk by chunk: memory for one chunk, the faces between chunks and the graphs, whatever the size of the
    /// volume. A label in several pieces gives one graph with several components. Looks in each chunk whether its task
    /// was cancelled. Throws when there is no label at all.
    public func level2Graphs(_ options: VolumeOptions = VolumeOptions()) throws(SkeletonizationError) -> [Level2Graph] {
        var cut = try VolumeCut(self, options)
        var source = try source()
        try cut.run(&source)
        return try cut.graphs()
    }
}

/// A label volume on its way to level-2 graphs.
private struct VolumeCut: ~Copyable {
    /// The graph of one label so far; edges are between positions in `nodes`.
    private struct Draft {
        var nodes: [Level2Graph.Node] = []
        var edges: [Level2Graph.Edge] = []
    }

    /// One side of a chunk that the next chunk along the axis will be joined to.
    private struct Face {
        /// Component numbers, row by row.
        var numbers: [Int32]
        /// For each component its label and its position among the label's nodes.
        var places: [Place]
    }

    private struct Place {
        var label: UInt64
        var node: Int32
    }

    private struct FaceKey: Hashable {
        var chunk: VoxelGrid
        var axis: Int
    }

    private let volume: LabelVolume
    private let options: VolumeOptions
    private let chunk: VoxelGrid
    /// How many chunks along each axis.
    private let counts: VoxelGrid
    private let spatialBits: Int
    private var components: ChunkComponents
    private let distances: ChunkDistances
    private var drafts: [UInt64: Draft] = [:]
    private var openFaces: [FaceKey: Face] = [:]

    init(_ volume: LabelVolume, _ options: VolumeOptions) throws(SkeletonizationError) {
        let chunk = try options.chunk(for: volume)
        let counts = VoxelGrid.each { (volume.shape[$0] + chunk[$0] - 1) / chunk[$0] }
        // Ten bits as in the demonstration's graphs; more only where the volume has more chunks than that.
        let widest = max(counts.x, counts.y, counts.z)
        guard let bits = (10...17).first(where: { widest <= 1 << $0 }) else {
            let axis = [0, 1, 2].first { counts[$0] == widest } ?? 0
            throw .badVolume(path: volume.path, fault: .tooManyChunks(axis: axis, count: widest))
        }
        (self.volume, self.options, self.chunk, self.counts, spatialBits) = (volume, options, chunk, counts, bits)
        components = ChunkComponents(largest: chunk)
        distances = ChunkDistances(largest: chunk)
    }

    mutating func run(_ source: inout any VoxelSource) throws(SkeletonizationError) {
        let block = source.readingBlock(chunk: chunk)
        let stride = VoxelGrid.each { max(1, block[$0] / chunk[$0]) }
        for x in Swift.stride(from: 0, to: counts.x, by: stride.x) {
            for y in Swift.stride(from: 0, to: counts.y, by: stride.y) {
                for z in Swift.stride(from: 0, to: counts.z, by: stride.z) {
                    try run(VoxelBox(low: VoxelGrid(x, y, z), size: stride), &source)
                }
            }
        }
    }

    /// Takes the chunks of one reading block; the lower neighbours of a chunk always come before it.
    private mutating func run(_ block: VoxelBox, _ source: inout any VoxelSource) throws(SkeletonizationError) {
        for x in block.low.x..<min(block.high(0), counts.x) {
            for y in block.low.y..<min(block.high(1), counts.y) {
                for z in block.low.z..<min(block.high(2), counts.z) {
                    if Task.isCancelled { throw .cancelled }
                    try take(VoxelGrid(x, y, z), &source)
                }
            }
        }
    }

    private mutating func take(_ position: VoxelGrid, _ source: inout any VoxelSource) throws(SkeletonizationError) {
        let low = VoxelGrid.each { position[$0] * chunk[$0] }
        let size = VoxelGrid.each { min(chunk[$0], volume.shape[$0] - low[$0]) }
        guard try source.read(VoxelBox(low: low, size: size), into: components.labels) else {
            for axis in 0..<3 { _ = takeFace(below: position, axis) }
            return
        }
        components.find(size)
        try checkLabels(low)
        try distances.measure(components, voxelSize: volume.voxelSize)
        let features = try ChunkFeatures(components, distances, voxelSize: volume.voxelSize)
        let places = try addNodes(features, position, low)
        for axis in 0..<3 { connect(position, axis, places) }
    }

    private func checkLabels(_ low: VoxelGrid) throws(SkeletonizationError) {
        guard let bad = components.labelOf.firstIndex(where: { $0 > UInt64(Int64.max) }) else { return }
        let voxel = (0..<components.labels.count).first { components.numbers[$0] == bad } ?? 0
        let (x, rest) = voxel.quotientAndRemainder(dividingBy: components.size.y * components.size.z)
        let (y, z) = rest.quotientAndRemainder(dividingBy: components.size.z)
        let label = String(components.labelOf[bad])
        let fault = VolumeFault.labelOutOfRange(label: label, x: low.x + x, y: low.y + y, z: low.z + z)
        throw .badVolume(path: volume.path, fault: fault)
    }

    /// The chunk's components as nodes of their labels' graphs, and where they went.
    private mutating func addNodes(
        _ features: ChunkFeatures,
        _ position: VoxelGrid,
        _ low: VoxelGrid
    ) throws(SkeletonizationError) -> [Place] {
        let limit = 1 << (56 - 3 * spatialBits) - 1
        guard components.count <= limit else {
            let fault = VolumeFault.tooManyComponents(count: components.count, limit: limit)
            throw .badVolume(path: volume.path, fault: fault)
        }
        var places = [Place(label: 0, node: -1)]
        var base: Int64 = 2 << 56
        for axis in 0..<3 { base |= Int64(position[axis]) << (56 - (axis + 1) * spatialBits) }
        for number in 1..<components.labelOf.count {
            let label = components.labelOf[number]
            if let wanted = options.labels, !wanted.contains(label) {
                places.append(Place(label: 0, node: -1))
                continue
            }
            let node = features.node(number, id: base | Int64(number), low: low, origin: volume.origin)
            drafts[label, default: Draft()].nodes.append(node)
            places.append(Place(label: label, node: Int32((drafts[label]?.nodes.count ?? 1) - 1)))
        }
        return places
    }

    /// Joins the chunk to the one below it along an axis, and keeps its upper face for the one above.
    private mutating func connect(_ position: VoxelGrid, _ axis: Int, _ places: [Place]) {
        if let below = takeFace(below: position, axis) {
            join(below, Face(numbers: components.face(axis, atEnd: false), places: places))
        }
        guard position[axis] + 1 < counts[axis] else { return }
        let numbers = components.face(axis, atEnd: true)
        guard numbers.contains(where: { $0 != 0 }) else { return }
        openFaces[FaceKey(chunk: position, axis: axis)] = Face(numbers: numbers, places: places)
    }

    private mutating func takeFace(below position: VoxelGrid, _ axis: Int) -> Face? {
        var below = position
        below[axis] -= 1
        return openFaces.removeValue(forKey: FaceKey(chunk: below, axis: axis))
    }

    private mutating func join(_ below: Face, _ above: Face) {
        var joined: Set<UInt64> = []
        for index in above.numbers.indices {
            let (a, b) = (below.numbers[index], above.numbers[index])
            let (lower, upper) = (below.places[Int(a)], above.places[Int(b)])
            guard lower.label == upper.label, lower.label != 0 else { continue }
            guard joined.insert(UInt64(UInt32(a)) << 32 | UInt64(UInt32(b))).inserted else { continue }
            drafts[lower.label]?.edges.append(Level2Graph.Edge(lower.node, upper.node))
        }
    }

    consuming func graphs() throws(SkeletonizationError) -> [Level2Graph] {
        guard !drafts.isEmpty else { throw .badVolume(path: volume.path, fault: .noLabels) }
        let size = volume.voxelSize
        let sides = Point3(Double(chunk.x) * size.x, Double(chunk.y) * size.y, Double(chunk.z) * size.z)
        let grid = Level2Graph.ChunkGrid(sides: sides, spatialBits: spatialBits, origin: volume.origin)
        var graphs: [Level2Graph] = []
        for label in drafts.keys.sorted() {
            guard let draft = drafts.removeValue(forKey: label), let rootID = RootID(label: label) else { continue }
            graphs.append(
                try Level2Graph(
                    rootID: rootID,
                    nodes: draft.nodes,
                    edges: draft.edges,
                    somaPoint: options.somaPoints[label] ?? volume.somaPoints[label],
                    chunkGrid: grid
                )
            )
        }
        return graphs
    }
}
