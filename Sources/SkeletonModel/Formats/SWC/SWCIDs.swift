/// Finds rows by their id.
enum SWCIDs {
    /// The ids count up from this one.
    case countingFrom(Int64, count: Int)
    /// For each number from `first` on its row, −1 for none.
    case table([Int32], first: Int64)
    case dictionary([Int64: Int32])

    /// Notes ids that come twice; the first row of each counts.
    init(_ rows: SWCRows, _ report: inout SWCReport) throws(SkeletonError) {
        guard let first = rows.ids.first else {
            self = .countingFrom(0, count: 0)
            return
        }
        if rows.ids.indices.allSatisfy({ rows.ids[$0] == first &+ Int64($0) }) {
            self = .countingFrom(first, count: rows.count)
            return
        }
        let (low, high) = rows.ids.reduce((first, first)) { (min($0.0, $1), max($0.1, $1)) }
        // Ids are not negative, so that the difference cannot overflow.
        if high - low < Int64(rows.count) * 4 + 1024 {
            self = try .table(SWCIDs.table(rows, low, Int(high - low) + 1, &report), first: low)
        } else {
            self = try .dictionary(SWCIDs.dictionary(rows, &report))
        }
    }

    /// The row of an id, −1 when there is none.
    @inline(__always)
    func row(of id: Int64) -> Int32 {
        switch self {
        case .countingFrom(let first, let count):
            let row = id &- first
            return id >= first && row < Int64(count) ? Int32(row) : -1
        case .table(let rows, let first):
            let index = id &- first
            return id >= first && index < Int64(rows.count) ? rows[Int(index)] : -1
        case .dictionary(let rows):
            return rows[id] ?? -1
        }
    }

    private static func table(
        _ rows: SWCRows,
        _ first: Int64,
        _ size: Int,
        _ report: inout SWCReport
    ) throws(SkeletonError) -> [Int32] {
        var table = [Int32](repeating: -1, count: size)
        for (row, id) in rows.ids.enumerated() {
            let earlier = table[Int(id - first)]
            if earlier < 0 { table[Int(id - first)] = Int32(row) } else { try twice(rows, row, earlier, &report) }
        }
        return table
    }

    private static func dictionary(_ rows: SWCRows, _ report: inout SWCReport) throws(SkeletonError) -> [Int64: Int32] {
        var table = [Int64: Int32](minimumCapacity: rows.count)
        for (row, id) in rows.ids.enumerated() {
            if let earlier = table[id] { try twice(rows, row, earlier, &report) } else { table[id] = Int32(row) }
        }
        return table
    }

    private static func twice(
        _ rows: SWCRows,
        _ row: Int,
        _ earlier: Int32,
        _ report: inout SWCReport
    ) throws(SkeletonError) {
        let message = "the id \(rows.ids[row]) was used on line \(rows.lines[Int(earlier)]) already"
        try report.note(.duplicateID, line: Int(rows.lines[row]), message)
    }
}
