/// From places in space to dots of a drawing.
struct SketchView {
    /// The axes to the right and downwards.
    let axes: (right: Int, down: Int)
    /// In dots, a multiple of those of a character.
    let width: Int
    let height: Int
    private let low: (right: Double, down: Double)
    private let scale: Double

    init(_ skeleton: Skeleton, columns: Int, rows: Int) {
        let ranges = [skeleton.x, skeleton.y, skeleton.z].map(Self.range)
        let extents = ranges.map { $0.upperBound - $0.lowerBound }
        // Along the shortest side, of equal ones along z.
        let hidden = extents.indices.reversed().min { extents[$0] < extents[$1] } ?? 2
        let shown = [0, 1, 2].filter { $0 != hidden }
        axes = (shown[0], shown[1])
        low = (ranges[shown[0]].lowerBound, ranges[shown[1]].lowerBound)
        let (wide, high) = (extents[shown[0]], extents[shown[1]])
        let fitting = [(wide, Double(2 * columns - 1)), (high, Double(4 * rows - 1))].filter { $0.0 > 0 }.map {
            $1 / $0
        }
        scale = fitting.min() ?? 0
        width = min(2 * columns, (Int(wide * scale) / 2 + 1) * 2)
        height = min(4 * rows, (Int(high * scale) / 4 + 1) * 4)
    }

    /// The dot of a node; nil for one that is nowhere.
    func dot(_ skeleton: Skeleton, _ node: Int) -> (x: Int, y: Int)? {
        let place = [skeleton.x[node], skeleton.y[node], skeleton.z[node]]
        let (right, down) = ((place[axes.right] - low.right) * scale, (place[axes.down] - low.down) * scale)
        guard right.isFinite, down.isFinite, place.allSatisfy(\.isFinite) else { return nil }
        return (min(max(Int(right), 0), width - 1), min(max(Int(down), 0), height - 1))
    }

    /// From the least to the greatest finite number; from 0 to 0 for none, or where their distance is none.
    private static func range(_ numbers: [Double]) -> ClosedRange<Double> {
        var (low, high) = (Double.infinity, -Double.infinity)
        for number in numbers where number.isFinite { (low, high) = (min(low, number), max(high, number)) }
        return low <= high && (high - low).isFinite ? low...high : 0...0
    }
}

/// The dots of a drawing.
struct SketchDots {
    private let width: Int
    private let height: Int
    private var isSet: [Bool]
    private var roots: Set<Int> = []

    init(width: Int, height: Int) {
        (self.width, self.height) = (width, height)
        isSet = Array(repeating: false, count: width * height)
    }

    mutating func line(from start: (x: Int, y: Int), to end: (x: Int, y: Int)) {
        let steps = max(abs(end.x - start.x), abs(end.y - start.y), 1)
        for step in 0...steps {
            let x = start.x + Int((Double((end.x - start.x) * step) / Double(steps)).rounded())
            let y = start.y + Int((Double((end.y - start.y) * step) / Double(steps)).rounded())
            isSet[y * width + x] = true
        }
    }

    /// A dot, for a root one of three by three.
    mutating func blot(_ place: (x: Int, y: Int), isRoot: Bool) {
        let reach = isRoot ? 1 : 0
        for y in max(place.y - reach, 0)...min(place.y + reach, height - 1) {
            for x in max(place.x - reach, 0)...min(place.x + reach, width - 1) { isSet[y * width + x] = true }
        }
        if isRoot { roots.insert(place.y / 4 * (width / 2) + place.x / 2) }
    }

    func lines(_ style: Sketch.Style) -> [String] {
        guard isSet.contains(true) else { return [] }
        return (0..<height / 4).map { row in
            let characters = (0..<width / 2).map { column in character(column, row, style) }
            return String(characters[..<((characters.lastIndex { $0 != " " } ?? -1) + 1)])
        }
    }

    /// The bits of a braille character: the left column from the top, the right one, then the two lowest.
    private static let bits: [(x: Int, y: Int)] = [
        (0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (0, 3), (1, 3),
    ]

    private func character(_ column: Int, _ row: Int, _ style: Sketch.Style) -> Character {
        let set = Self.bits.map { isSet[(row * 4 + $0.y) * width + column * 2 + $0.x] }
        let count = set.count { $0 }
        guard count > 0 else { return " " }
        switch style {
        case .braille:
            let pattern = set.enumerated().reduce(UInt32(0)) { $0 | ($1.element ? 1 << UInt32($1.offset) : 0) }
            return Unicode.Scalar(0x2800 + pattern).map(Character.init) ?? " "
        case .ascii:
            if roots.contains(row * (width / 2) + column) { return "O" }
            return count <= 2 ? "." : count <= 4 ? ":" : "#"
        }
    }
}
