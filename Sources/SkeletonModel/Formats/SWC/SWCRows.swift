/// The rows of an SWC text in the order in which they stand there.
struct SWCRows {
    var ids: [Int64] = []
    var types: [Int32] = []
    var x: [Double] = []
    var y: [Double] = []
    var z: [Double] = []
    var radius: [Double] = []
    /// The ids of the parents, as written.
    var parentIDs: [Int64] = []
    /// The line of each row, from 1.
    var lines: [Int32] = []
    /// What stands behind the seventh field, for each row that has more.
    var extras: [(row: Int, values: [Double])] = []

    var count: Int { ids.count }

    mutating func reserve(_ count: Int) {
        ids.reserveCapacity(count)
        types.reserveCapacity(count)
        x.reserveCapacity(count)
        y.reserveCapacity(count)
        z.reserveCapacity(count)
        radius.reserveCapacity(count)
        parentIDs.reserveCapacity(count)
        lines.reserveCapacity(count)
    }

    @inline(__always)
    mutating func append(_ row: SWCRow, line: Int) {
        ids.append(row.id)
        types.append(row.type)
        x.append(row.x)
        y.append(row.y)
        z.append(row.z)
        radius.append(row.radius)
        parentIDs.append(row.parentID)
        lines.append(Int32(truncatingIfNeeded: line))
    }
}

extension SWCRows {
    /// The fields behind the seventh, column by column and row by row; NaN where there is none.
    var extraColumns: [[Double]] {
        let count = extras.map(\.values.count).max() ?? 0
        var columns = [[Double]](repeating: [Double](repeating: .nan, count: self.count), count: count)
        for (row, values) in extras {
            for (column, value) in values.enumerated() { columns[column][row] = value }
        }
        return columns
    }
}

/// One row.
struct SWCRow {
    var id: Int64
    var type: Int32
    var x: Double
    var y: Double
    var z: Double
    var radius: Double
    var parentID: Int64
}
