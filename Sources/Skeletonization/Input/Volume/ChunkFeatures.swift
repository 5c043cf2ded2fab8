import SkeletonModel

/// What the level-2 cache knows about each component of a chunk.
struct ChunkFeatures {
    struct Component {
        var voxelCount = 0
        /// Sum of the voxel numbers, for the mean.
        var sum = (x: 0, y: 0, z: 0)
        /// Pairs of neighbouring voxels along each axis of which only one belongs to the component.
        var facePairs = (x: 0, y: 0, z: 0)
        var largestDistance = 0.0
        var distanceSum = 0.0
        var largestOffset = 0.0
        /// The score of the best representative voxel so far, and the voxel.
        var bestScore = -1.0
        var best = 0
    }

    /// By component number; 0 is background and stays empty.
    private(set) var components: [Component] = []
    private let voxelSize: Point3
    private let size: VoxelGrid

    init(
        _ chunk: borrowing ChunkComponents,
        _ distances: borrowing ChunkDistances,
        voxelSize: Point3
    ) throws(SkeletonizationError) {
        (self.voxelSize, size) = (voxelSize, chunk.size)
        components = Array(repeating: Component(), count: chunk.count + 1)
        if Task.isCancelled { throw .cancelled }
        count(chunk)
        if Task.isCancelled { throw .cancelled }
        measure(chunk, distances)
        if Task.isCancelled { throw .cancelled }
        findRepresentatives(chunk, distances)
    }

    private mutating func count(_ chunk: borrowing ChunkComponents) {
        let (rowStride, planeStride) = (size.z, size.y * size.z)
        forEachVoxel(of: chunk) { component, voxel, x, y, z in
            if component != 0 {
                components[component].voxelCount += 1
                components[component].sum.x += x
                components[component].sum.y += y
                components[component].sum.z += z
            }
            if z > 0 { pair(component, chunk.numbers[voxel - 1], \.facePairs.z) }
            if y > 0 { pair(component, chunk.numbers[voxel - rowStride], \.facePairs.y) }
            if x > 0 { pair(component, chunk.numbers[voxel - planeStride], \.facePairs.x) }
        }
    }

    private mutating func pair(_ a: Int, _ b: Int32, _ axis: WritableKeyPath<Component, Int>) {
        guard a != Int(b) else { return }
        components[a][keyPath: axis] += 1
        components[Int(b)][keyPath: axis] += 1
    }

    private mutating func measure(_ chunk: borrowing ChunkComponents, _ distances: borrowing ChunkDistances) {
        forEachVoxel(of: chunk) { component, voxel, x, y, z in
            guard component != 0 else { return }
            let distance = distance(voxel, distances)
            components[component].largestDistance = max(components[component].largestDistance, distance)
            components[component].distanceSum += distance
            let offset = offset(x, y, z, from: components[component])
            components[component].largestOffset = max(components[component].largestOffset, offset)
        }
    }

    /// Far from the surface and near the centre; the first voxel of equally good ones.
    private mutating func findRepresentatives(
        _ chunk: borrowing ChunkComponents,
        _ distances: borrowing ChunkDistances
    ) {
        forEachVoxel(of: chunk) { component, voxel, x, y, z in
            guard component != 0 else { return }
            let largest = components[component].largestOffset
            let share = largest > 0 ? offset(x, y, z, from: components[component]) / largest : 0
            let score = distance(voxel, distances) * (1 - share)
            if score > components[component].bestScore {
                components[component].bestScore = score
                components[component].best = voxel
            }
        }
    }

    @inline(__always)
    private func forEachVoxel(
        of chunk: borrowing ChunkComponents,
        _ body: (_ component: Int, _ voxel: Int, _ x: Int, _ y: Int, _ z: Int) -> Void
    ) {
        var voxel = 0
        for x in 0..<size.x {
            for y in 0..<size.y {
                for z in 0..<size.z {
                    body(Int(chunk.numbers[voxel]), voxel, x, y, z)
                    voxel += 1
                }
            }
        }
    }

    /// In whole nanometres, as the cache keeps it; half the shortest side where one component fills the chunk.
    @inline(__always)
    private func distance(_ voxel: Int, _ distances: borrowing ChunkDistances) -> Double {
        let square = distances.squares[voxel]
        return square < .infinity ? square.squareRoot().rounded(.down) : halfSide
    }

    private var halfSide: Double {
        let sides = (Double(size.x) * voxelSize.x, Double(size.y) * voxelSize.y, Double(size.z) * voxelSize.z)
        return (min(sides.0, sides.1, sides.2) / 2).rounded(.down)
    }

    @inline(__always)
    private func offset(_ x: Int, _ y: Int, _ z: Int, from component: Component) -> Double {
        let count = Double(component.voxelCount)
        let dx = (Double(x) - Double(component.sum.x) / count) * voxelSize.x
        let dy = (Double(y) - Double(component.sum.y) / count) * voxelSize.y
        let dz = (Double(z) - Double(component.sum.z) / count) * voxelSize.z
        return (dx * dx + dy * dy + dz * dz).squareRoot()
    }
}

extension ChunkFeatures {
    /// A component as a node of a level-2 graph; `low` is the first voxel of the chunk.
    func node(_ number: Int, id: Int64, low: VoxelGrid, origin: Point3) -> Level2Graph.Node {
        let component = components[number]
        let (x, rest) = component.best.quotientAndRemainder(dividingBy: size.y * size.z)
        let (y, z) = rest.quotientAndRemainder(dividingBy: size.z)
        let s = voxelSize
        let faces = component.facePairs
        let area = Double(faces.x) * (s.y * s.z) + Double(faces.y) * (s.x * s.z) + Double(faces.z) * (s.x * s.y)
        return Level2Graph.Node(
            id: id,
            coordinate: Point3(
                Double(low.x + x) * s.x + origin.x,
                Double(low.y + y) * s.y + origin.y,
                Double(low.z + z) * s.z + origin.z
            ),
            sizeNM3: Double(component.voxelCount) * (s.x * s.y * s.z),
            areaNM2: area,
            maxDT: min(component.largestDistance, 65_535),
            meanDT: halfPrecision(component.distanceSum / Double(component.voxelCount))
        )
    }
}

/// The nearest number of 16 bits to one of 0 or more, at most the largest of them.
func halfPrecision(_ value: Double) -> Double {
    guard value > 0 else { return 0 }
    let step = Double(sign: .plus, exponent: Int(max(value.exponent, -14)) - 10, significand: 1)
    return min((value / step).rounded(.toNearestOrEven) * step, 65_504)
}
