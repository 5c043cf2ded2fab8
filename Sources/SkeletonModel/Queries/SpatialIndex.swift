/// Nodes sorted into a k-d tree without pointers.
///
/// A range of more than 16 entries is split at its middle entry: what has less of the widest extent's coordinate lies
/// before it, what has more behind it. A range is known by its middle, which no other range shares.
struct SpatialIndex: Sendable {
    /// A node and where it is.
    struct Entry: Sendable {
        var x: Double
        var y: Double
        var z: Double
        var node: Int32

        @inline(__always)
        func squaredDistance(to point: Point3) -> Double {
            let (dx, dy, dz) = (x - point.x, y - point.y, z - point.z)
            return dx * dx + dy * dy + dz * dz
        }

        @inline(__always)
        func coordinate(_ axis: UInt8) -> Double { axis == 0 ? x : axis == 1 ? y : z }
    }

    /// For each range, at its middle, the largest of a quantity of its nodes.
    typealias Reach = [Double]

    static let leafSize = 16

    /// The nodes in the order of the tree.
    private(set) var entries: [Entry]
    /// Along which axis the range of each middle is split.
    private var axes: [UInt8]

    init(_ skeleton: Skeleton, nodes: [Int32]) {
        entries = nodes.map { node in
            Entry(x: skeleton.x[Int(node)], y: skeleton.y[Int(node)], z: skeleton.z[Int(node)], node: node)
        }
        axes = [UInt8](repeating: 0, count: entries.count)
        var random: UInt64 = 0x9E37_79B9_7F4A_7C15
        var open = [0..<entries.count]
        while let range = open.popLast() {
            guard range.count > Self.leafSize else { continue }
            let middle = Self.middle(range)
            let axis = widestAxis(range)
            axes[middle] = axis
            select(middle, in: range, axis, &random)
            open.append(range.lowerBound..<middle)
            open.append(middle + 1..<range.upperBound)
        }
    }

    @inline(__always)
    static func middle(_ range: Range<Int>) -> Int { range.lowerBound + range.count / 2 }

    private func widestAxis(_ range: Range<Int>) -> UInt8 {
        var (low, high) = (SIMD3(repeating: Double.infinity), SIMD3(repeating: -Double.infinity))
        for index in range {
            let place = SIMD3(entries[index].x, entries[index].y, entries[index].z)
            low = pointwiseMin(low, place)
            high = pointwiseMax(high, place)
        }
        let extent = high - low
        return extent.x >= extent.y && extent.x >= extent.z ? 0 : extent.y >= extent.z ? 1 : 2
    }

    /// Puts the entry into the middle that belongs there; the pivots are random, so that no order of nodes is slow.
    private mutating func select(_ middle: Int, in range: Range<Int>, _ axis: UInt8, _ random: inout UInt64) {
        var (low, high) = (range.lowerBound, range.upperBound - 1)
        while low < high {
            random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let pivot = entries[low + Int((random >> 33) % UInt64(high - low + 1))].coordinate(axis)
            var (left, right) = (low, high)
            while left <= right {
                while entries[left].coordinate(axis) < pivot { left += 1 }
                while entries[right].coordinate(axis) > pivot { right -= 1 }
                guard left <= right else { break }
                entries.swapAt(left, right)
                left += 1
                right -= 1
            }
            if middle <= right { high = right } else if middle >= left { low = left } else { return }
        }
    }

    /// The largest of a quantity in each range.
    func reach(_ quantity: (Int32) -> Double) -> Reach {
        var reach = entries.map { quantity($0.node) }
        gather(&reach, 0..<entries.count) { max($0, $1) }
        return reach
    }

    /// Turns a value for each entry into one for each range, at its middle.
    ///
    /// The depth is that of a balanced tree.
    func gather<Value>(_ values: inout [Value], _ range: Range<Int>, _ combine: (Value, Value) -> Value) {
        guard !range.isEmpty else { return }
        let middle = Self.middle(range)
        if range.count <= Self.leafSize {
            values[middle] = values[range].dropFirst().reduce(values[range.lowerBound], combine)
            return
        }
        for part in [range.lowerBound..<middle, middle + 1..<range.upperBound] {
            gather(&values, part, combine)
            values[middle] = combine(values[middle], values[Self.middle(part)])
        }
    }

    /// Hands over the entries that may lie within a bound of a point, near ones first.
    ///
    /// - Parameters:
    ///   - bound: The distance that is of interest at first.
    ///   - reach: By how much nearer than its node something may be, for each range; nil for 0.
    ///   - skipped: A label for each range, and that of the ranges that hold nothing of interest.
    ///   - visit: Takes the index of an entry and the square of its distance; gives the bound from there on.
    @inline(__always)
    func search(
        around point: Point3,
        bound: Double,
        reach: Reach? = nil,
        skipping skipped: (labels: [Int32], label: Int32)? = nil,
        visit: (Int, Double) -> Double
    ) {
        var bound = bound
        var open = [(range: 0..<entries.count, offset: SIMD3<Double>())]
        while let (range, offset) = open.popLast() {
            guard !range.isEmpty else { continue }
            let middle = Self.middle(range)
            let limit = bound + (reach?[middle] ?? 0)
            // The little less is for rounding, which must not hide an entry that is exactly as far as the bound.
            guard limit >= 0, offset.square * (1 - 1e-12) <= limit * limit else { continue }
            if let skipped, skipped.labels[middle] == skipped.label { continue }
            if range.count <= Self.leafSize {
                for index in range {
                    bound = visit(index, entries[index].squaredDistance(to: point))
                }
                continue
            }
            bound = visit(middle, entries[middle].squaredDistance(to: point))
            let axis = axes[middle]
            let place = axis == 0 ? point.x : axis == 1 ? point.y : point.z
            let gap = place - entries[middle].coordinate(axis)
            var far = offset
            far[Int(axis)] = abs(gap)
            let parts = (range.lowerBound..<middle, middle + 1..<range.upperBound)
            open.append((gap < 0 ? parts.1 : parts.0, far))
            open.append((gap < 0 ? parts.0 : parts.1, offset))
        }
    }
}
