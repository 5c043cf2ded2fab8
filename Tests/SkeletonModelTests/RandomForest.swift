import SkeletonModel

/// Numbers that look random and are the same in every run.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed &+ 0x9E37_79B9_7F4A_7C15
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// Columns of a forest with ids that have gaps and stand in no order, parents before or after their children.
struct RandomForest {
    var ids: [Int64]
    var parents: [Int32]
    var types: [Int32]
    var x: [Double]
    var y: [Double]
    var z: [Double]
    var radius: [Double]

    /// Small numbers survive single precision.
    init(seed: UInt64, upTo limit: Int = 60, isSmall: Bool = false) {
        var random = SeededGenerator(seed: seed)
        let count = Int.random(in: 1...limit, using: &random)
        // Parents in some hidden order, so that rows may come in any.
        let order = (0..<count).shuffled(using: &random)
        let isSorted = Bool.random(using: &random)
        var parents = [Int32](repeating: -1, count: count)
        for rank in 1..<max(count, 1) where Int.random(in: 0..<8, using: &random) > 0 {
            let parent = Int.random(in: max(0, rank - 6)..<rank, using: &random)
            parents[isSorted ? rank : order[rank]] = Int32(isSorted ? parent : order[parent])
        }
        self.parents = parents
        var ids = Set<Int64>()
        while ids.count < count { ids.insert(Int64.random(in: 0...Int64(count * 5), using: &random)) }
        self.ids = ids.sorted().shuffled(using: &random)
        if isSorted, Bool.random(using: &random) { self.ids = (0..<count).map { 720_575_940_621_039_145 + Int64($0) } }
        types = (0..<count).map { _ in Int32.random(in: -2...9, using: &random) }
        func column() -> [Double] {
            (0..<count).map { _ in
                isSmall ? Double(Int.random(in: -9999...9999, using: &random)) / 8 : RandomForest.number(&random)
            }
        }
        (x, y, z, radius) = (column(), column(), column(), column())
    }

    /// Whole numbers, numbers of few decimals, and any finite bit pattern.
    static func number(_ random: inout SeededGenerator) -> Double {
        switch Int.random(in: 0..<5, using: &random) {
        case 0: return Double(Int.random(in: -2000...2000, using: &random))
        case 1: return Double(Int.random(in: -9_999_999...9_999_999, using: &random)) / 1000
        case 2: return Double.random(in: -1e6...1e6, using: &random)
        case 3: return -0.0
        default:
            while true {
                let value = Double(bitPattern: random.next())
                if value.isFinite { return value }
            }
        }
    }

    func skeleton(unit: LengthUnit = .unknown) throws -> Skeleton {
        try Skeleton(ids: ids, parents: parents, types: types, x: x, y: y, z: z, radius: radius, unit: unit)
    }
}

extension Skeleton {
    /// Everything that an SWC text carries, numbers by their bits.
    var swcContent: [[Int64]] {
        func bits(_ column: [Double]) -> [Int64] { column.map { Int64(bitPattern: $0.bitPattern) } }
        return [ids, parents.map(Int64.init), types.map(Int64.init), bits(x), bits(y), bits(z), bits(radius)]
    }
}
