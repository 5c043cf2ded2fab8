import SkeletonModel

/// Synthetic neurons as solid branches: what a perfect segmentation of them would be.
struct PaintedNeurons: Sendable {
    /// A cone between two nodes, or a ball where both ends are the same.
    struct Branch: Sendable {
        var label: UInt64
        var start: Point3
        var end: Point3
        var startRadius: Double
        var endRadius: Double
    }

    /// By neuron, then by node: the first one that covers a voxel has it.
    let branches: [Branch]
    let voxelSize: Point3
    let origin: Point3
    let shape: VoxelGrid

    init(_ neurons: [SyntheticNeuron], shape: VoxelGrid, voxelSize: Point3, origin: Point3) {
        (self.shape, self.voxelSize, self.origin) = (shape, voxelSize, origin)
        // Thinner branches would fall apart into voxels that touch only by corners.
        let least = 0.87 * max(voxelSize.x, voxelSize.y, voxelSize.z)
        branches = neurons.enumerated().flatMap { index, neuron in
            neuron.nodes.map { Self.branch(to: $0, in: neuron, label: UInt64(index + 1), least: least) }
        }
    }

    private static func branch(
        to node: SyntheticNeuron.Node,
        in neuron: SyntheticNeuron,
        label: UInt64,
        least: Double
    ) -> Branch {
        let parent = node.parent < 0 ? node : neuron.nodes[Int(node.parent)]
        // A neurite does not taper from the radius of the soma.
        let parentRadius = parent.parent < 0 ? node.radius : parent.radius
        return Branch(
            label: label,
            start: parent.position,
            end: node.position,
            startRadius: max(parentRadius, least),
            endRadius: max(node.radius, least)
        )
    }

    /// The voxels that a branch may cover, within the volume.
    func box(_ branch: Branch) -> VoxelBox {
        let radius = max(branch.startRadius, branch.endRadius)
        let numbers = [
            branch.start.x, branch.start.y, branch.start.z, branch.end.x, branch.end.y, branch.end.z, radius,
        ]
        guard numbers.allSatisfy(\.isFinite) else { return VoxelBox(low: VoxelGrid(0, 0, 0), size: VoxelGrid(0, 0, 0)) }
        func range(_ a: Double, _ b: Double, _ origin: Double, _ side: Double, _ count: Int) -> Range<Int> {
            let low = ((min(a, b) - radius - origin) / side).rounded(.down)
            let high = ((max(a, b) + radius - origin) / side).rounded(.up) + 1
            let first = Int(min(max(low, 0), Double(count)))
            return first..<max(first, Int(min(max(high, 0), Double(count))))
        }
        let x = range(branch.start.x, branch.end.x, origin.x, voxelSize.x, shape.x)
        let y = range(branch.start.y, branch.end.y, origin.y, voxelSize.y, shape.y)
        let z = range(branch.start.z, branch.end.z, origin.z, voxelSize.z, shape.z)
        return VoxelBox(
            low: VoxelGrid(x.lowerBound, y.lowerBound, z.lowerBound),
            size: VoxelGrid(x.count, y.count, z.count)
        )
    }
}

/// Paints the part of the neurons that lies in a block, when it is asked for.
struct PaintedVoxels: VoxelSource {
    private static let tile = 32

    private let neurons: PaintedNeurons
    /// Branches in painting order by tile of the volume, to find those of a block quickly.
    private var tiles: [VoxelGrid: [Int32]] = [:]

    init(_ neurons: PaintedNeurons) {
        self.neurons = neurons
        for (index, branch) in neurons.branches.enumerated() {
            Self.forEachTile(of: neurons.box(branch)) { tiles[$0, default: []].append(Int32(index)) }
        }
    }

    func readingBlock(chunk: VoxelGrid) -> VoxelGrid { chunk }

    mutating func read(_ box: VoxelBox, into labels: borrowing FastArray<UInt64>) throws(SkeletonizationError) -> Bool {
        var near: Set<Int32> = []
        Self.forEachTile(of: box) { near.formUnion(tiles[$0] ?? []) }
        guard !near.isEmpty else { return false }
        for voxel in 0..<box.count { labels[voxel] = 0 }
        var found = false
        for index in near.sorted() where paint(neurons.branches[Int(index)], box, labels) { found = true }
        return found
    }

    private static func forEachTile(of box: VoxelBox, _ body: (VoxelGrid) -> Void) {
        guard box.count > 0 else { return }
        for x in (box.low.x / tile)...((box.high(0) - 1) / tile) {
            for y in (box.low.y / tile)...((box.high(1) - 1) / tile) {
                for z in (box.low.z / tile)...((box.high(2) - 1) / tile) { body(VoxelGrid(x, y, z)) }
            }
        }
    }

    /// Gives the branch's label to the background voxels whose centre lies within its radius.
    private func paint(_ branch: PaintedNeurons.Branch, _ box: VoxelBox, _ labels: borrowing FastArray<UInt64>) -> Bool
    {
        let part = neurons.box(branch).intersection(box)
        let (a, b, s, origin) = (branch.start, branch.end, neurons.voxelSize, neurons.origin)
        let d = Point3(b.x - a.x, b.y - a.y, b.z - a.z)
        let square = d.x * d.x + d.y * d.y + d.z * d.z
        let taper = branch.endRadius - branch.startRadius
        var found = false
        for x in part.low.x..<part.high(0) {
            let px = (Double(x) + 0.5) * s.x + origin.x - a.x
            for y in part.low.y..<part.high(1) {
                let py = (Double(y) + 0.5) * s.y + origin.y - a.y
                let row = ((x - box.low.x) * box.size.y + y - box.low.y) * box.size.z - box.low.z
                for z in part.low.z..<part.high(2) where labels[row + z] == 0 {
                    let pz = (Double(z) + 0.5) * s.z + origin.z - a.z
                    let along = px * d.x + py * d.y + pz * d.z
                    let t = square > 0 ? min(max(along / square, 0), 1) : 0
                    let (ex, ey, ez) = (px - t * d.x, py - t * d.y, pz - t * d.z)
                    let radius = branch.startRadius + t * taper
                    guard ex * ex + ey * ey + ez * ez <= radius * radius else { continue }
                    labels[row + z] = branch.label
                    found = true
                }
            }
        }
        return found
    }
}
