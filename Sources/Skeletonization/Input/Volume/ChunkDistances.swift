import SkeletonModel

/// How far each voxel of a chunk is from the nearest voxel centre of another component in the chunk.
///
/// Exact, voxels may have unequal sides, the border of the chunk is no border. One pass per axis: along a run of one
/// component the squared distance is the lower envelope of parabolas over its voxels, and of one at each end of the run
/// where another component begins (Felzenszwalb and Huttenlocher).
struct ChunkDistances: ~Copyable {
    /// Squared, in nm²; infinite where there is no other component, and meaningless in the background.
    let squares: FastArray<Double>
    private let apexes: FastArray<Double>
    private let heights: FastArray<Double>
    /// Where the parabola of the same rank begins to be the lowest.
    private let starts: FastArray<Double>

    init(largest: VoxelGrid) {
        squares = FastArray(repeating: 0, count: largest.x * largest.y * largest.z)
        let side = max(largest.x, largest.y, largest.z) + 3
        apexes = FastArray(repeating: 0, count: side)
        heights = FastArray(repeating: 0, count: side)
        starts = FastArray(repeating: 0, count: side)
    }

    func measure(_ components: borrowing ChunkComponents, voxelSize: Point3) throws(SkeletonizationError) {
        let size = components.size
        let strides = VoxelGrid(size.y * size.z, size.z, 1)
        for voxel in 0..<(size.x * size.y * size.z) { squares[voxel] = .infinity }
        for (axis, side) in [(2, voxelSize.z), (1, voxelSize.y), (0, voxelSize.x)] {
            let others = [0, 1, 2].filter { $0 != axis }
            let (a, b) = (others[0], others[1])
            for first in 0..<size[a] {
                if Task.isCancelled { throw .cancelled }
                for second in 0..<size[b] {
                    let start = first * strides[a] + second * strides[b]
                    line(components.numbers, from: start, stride: strides[axis], count: size[axis], side: side)
                }
            }
        }
    }

    private func line(_ numbers: borrowing FastArray<Int32>, from start: Int, stride: Int, count: Int, side: Double) {
        var low = 0
        while low < count {
            let number = numbers[start + low * stride]
            var high = low + 1
            while high < count, numbers[start + high * stride] == number { high += 1 }
            if number != 0 { run(low..<high, from: start, stride: stride, count: count, side: side) }
            low = high
        }
    }

    private func run(_ run: Range<Int>, from start: Int, stride: Int, count: Int, side: Double) {
        let weight = side * side
        var rank = -1
        if run.lowerBound > 0 { add(run.lowerBound - 1, 0, weight, &rank) }
        for place in run {
            let height = squares[start + place * stride]
            if height < .infinity { add(place, height, weight, &rank) }
        }
        if run.upperBound < count { add(run.upperBound, 0, weight, &rank) }
        guard rank >= 0 else { return }
        var lowest = 0
        for place in run {
            while lowest < rank, starts[lowest + 1] < Double(place) { lowest += 1 }
            let offset = Double(place) - apexes[lowest]
            squares[start + place * stride] = offset * offset * weight + heights[lowest]
        }
    }

    /// Puts a parabola behind the ones that it leaves something of.
    @inline(__always)
    private func add(_ place: Int, _ height: Double, _ weight: Double, _ rank: inout Int) {
        let apex = Double(place)
        var begin = -Double.infinity
        while rank >= 0 {
            let rise = (height + weight * apex * apex) - (heights[rank] + weight * apexes[rank] * apexes[rank])
            begin = rise / (2 * weight * (apex - apexes[rank]))
            if begin > starts[rank] { break }
            rank -= 1
            begin = -.infinity
        }
        rank += 1
        apexes[rank] = apex
        heights[rank] = height
        starts[rank] = begin
    }
}
