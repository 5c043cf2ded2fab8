import CSimdJSON

/// Room for some rows as most programs write them, which are read without a look at each field.
@safe
final class SWCRowBlock {
    private static let room = 256

    private let columns: karst_swc_columns

    init() {
        unsafe columns = karst_swc_columns(
            ids: .allocate(capacity: Self.room),
            types: .allocate(capacity: Self.room),
            x: .allocate(capacity: Self.room),
            y: .allocate(capacity: Self.room),
            z: .allocate(capacity: Self.room),
            radius: .allocate(capacity: Self.room),
            parents: .allocate(capacity: Self.room)
        )
    }

    deinit {
        unsafe columns.ids.deallocate()
        unsafe columns.types.deallocate()
        unsafe columns.x.deallocate()
        unsafe columns.y.deallocate()
        unsafe columns.z.deallocate()
        unsafe columns.radius.deallocate()
        unsafe columns.parents.deallocate()
    }

    /// Appends the rows at the start of a text up to the first that is not plain; how many bytes they took.
    ///
    /// The last few rows of a text are never among them.
    func read(_ text: UnsafeBufferPointer<UInt8>, firstLine: Int, into rows: inout SWCRows) -> Int {
        var (position, line, isFull) = (0, firstLine, true)
        while isFull {
            var used = 0
            let rest = unsafe UnsafeBufferPointer(rebasing: text[position...])
            let count = unsafe withUnsafePointer(to: columns) { columns in
                unsafe karst_swc_rows(rest.baseAddress, rest.count, Self.room, columns, &used)
            }
            append(count, firstLine: line, to: &rows)
            (position, line, isFull) = (position + used, line + count, count == Self.room)
        }
        return position
    }

    private func append(_ count: Int, firstLine: Int, to rows: inout SWCRows) {
        unsafe rows.ids.append(contentsOf: UnsafeBufferPointer(start: columns.ids, count: count))
        unsafe rows.types.append(contentsOf: UnsafeBufferPointer(start: columns.types, count: count))
        unsafe rows.x.append(contentsOf: UnsafeBufferPointer(start: columns.x, count: count))
        unsafe rows.y.append(contentsOf: UnsafeBufferPointer(start: columns.y, count: count))
        unsafe rows.z.append(contentsOf: UnsafeBufferPointer(start: columns.z, count: count))
        unsafe rows.radius.append(contentsOf: UnsafeBufferPointer(start: columns.radius, count: count))
        unsafe rows.parentIDs.append(contentsOf: UnsafeBufferPointer(start: columns.parents, count: count))
        for line in firstLine..<firstLine + count { rows.lines.append(Int32(truncatingIfNeeded: line)) }
    }
}
