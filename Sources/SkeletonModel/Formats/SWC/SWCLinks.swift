/// Turns the parents' ids into rows, noting what is odd about them.
struct SWCLinks {
    /// The row of each row's parent, −1 for a root.
    private(set) var parents: [Int32]

    /// Throws at the first finding that forbids to go on; cycles come last.
    init(_ rows: SWCRows, _ report: inout SWCReport) throws(SkeletonError) {
        let ids = try SWCIDs(rows, &report)
        parents = [Int32](repeating: -1, count: rows.count)
        var rootCount = 0
        let remarksOrder = if case .reader(.lenient) = report.audience { false } else { true }
        for row in 0..<rows.count {
            let id = rows.parentIDs[row]
            let parent = id < 0 ? -1 : ids.row(of: id)
            if parent < 0 || Int(parent) == row {
                if id != -1 { try SWCLinks.noteOddParent(rows, row, &report) }
                rootCount += 1
                if rootCount > 1, remarksOrder { try SWCLinks.noteRoot(rows, row, &report) }
            } else {
                if Int(parent) > row, remarksOrder { try SWCLinks.noteForwardParent(rows, row, parent, &report) }
                parents[row] = parent
            }
        }
    }

    private static func noteOddParent(_ rows: SWCRows, _ row: Int, _ report: inout SWCReport) throws(SkeletonError) {
        let (line, parent) = (Int(rows.lines[row]), rows.parentIDs[row])
        if parent < -1 {
            try report.note(.negativeParent, line: line, "the parent \(parent) is negative; the node became a root")
        } else if parent == rows.ids[row] {
            try report.note(.selfParent, line: line, "node \(parent) is its own parent; it became a root")
        } else {
            try report.note(
                .missingParent,
                line: line,
                "there is no node \(parent), the parent; the node became a root"
            )
        }
    }

    private static func noteRoot(_ rows: SWCRows, _ row: Int, _ report: inout SWCReport) throws(SkeletonError) {
        try report.note(.multipleRoots, line: Int(rows.lines[row]), "node \(rows.ids[row]) is another root")
    }

    private static func noteForwardParent(
        _ rows: SWCRows,
        _ row: Int,
        _ parent: Int32,
        _ report: inout SWCReport
    ) throws(SkeletonError) {
        let message = "node \(rows.parentIDs[row]), the parent, comes only on line \(rows.lines[Int(parent)])"
        try report.note(.forwardParent, line: Int(rows.lines[row]), message)
    }

    /// The finding for nodes that lead around in a circle, the lowest first.
    static func cycle(_ nodes: [Int32], _ rows: SWCRows) -> SkeletonDiagnostic {
        let names = nodes.prefix(8).map { String(rows.ids[Int($0)]) }.joined(separator: ", ")
        let message = "the parents of the nodes \(names)\(nodes.count > 8 ? ", …" : "") lead around in a circle"
        return SkeletonDiagnostic(.cycle, .error, line: Int(rows.lines[Int(nodes[0])]), message)
    }
}
