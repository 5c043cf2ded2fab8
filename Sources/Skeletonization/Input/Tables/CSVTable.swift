import SkeletonModel

/// A table as comma-separated text: a line of column names, then rows; `#` lines and empty lines are passed over.
///
/// Fields may stand in double quotes, but on one line.
struct CSVTable {
    let path: String
    private var scanner: LineScanner
    private var columns: [String: Int] = [:]
    private var columnCount = 0
    /// The fields of the current row, without quotes and blanks around them.
    private var fields: [Range<Int>] = []

    var line: Int { scanner.line }

    init(_ bytes: [UInt8], path: String) throws(SkeletonizationError) {
        self.path = path
        scanner = LineScanner(bytes)
        guard try nextRow() else { throw .badFile(path: path, line: nil, fault: .noColumns) }
        for (index, field) in fields.enumerated() {
            let name = scanner.text(field).lowercased()
            guard columns.updateValue(index, forKey: name) == nil else { throw fault(.duplicateColumn(name)) }
        }
        columnCount = fields.count
    }

    /// The names of the columns in the first line of a text.
    static func columns(_ bytes: [UInt8]) -> Set<String> {
        (try? CSVTable(bytes, path: "")).map { Set($0.columns.keys) } ?? []
    }

    func fault(_ fault: Level2GraphFault) -> SkeletonizationError { .badFile(path: path, line: line, fault: fault) }

    func require(_ names: String...) throws(SkeletonizationError) {
        for name in names where columns[name] == nil { throw fault(.missingColumn(name)) }
    }

    /// Goes on to the next row; false at the end.
    mutating func nextRow() throws(SkeletonizationError) -> Bool {
        while scanner.nextLine() {
            if scanner.line & 1023 == 0, Task.isCancelled { throw .cancelled }
            let line = trimmed(scanner.wholeLine)
            if line.isEmpty || scanner.bytes[line.lowerBound] == UInt8(ascii: "#") { continue }
            try split(scanner.wholeLine)
            guard columnCount == 0 || fields.count == columnCount else {
                throw fault(.wrongFieldCount(expected: columnCount, found: fields.count))
            }
            return true
        }
        return false
    }

    private mutating func split(_ line: Range<Int>) throws(SkeletonizationError) {
        fields.removeAll(keepingCapacity: true)
        var (start, isQuoted) = (line.lowerBound, false)
        for position in line {
            let byte = scanner.bytes[position]
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            guard byte == UInt8(ascii: ","), !isQuoted else { continue }
            fields.append(unquoted(start..<position))
            start = position + 1
        }
        guard !isQuoted else { throw fault(.openQuotes) }
        fields.append(unquoted(start..<line.upperBound))
    }

    private func trimmed(_ range: Range<Int>) -> Range<Int> {
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end, scanner.bytes[start] == 0x20 || scanner.bytes[start] == 0x09 { start += 1 }
        while end > start, scanner.bytes[end - 1] == 0x20 || scanner.bytes[end - 1] == 0x09 { end -= 1 }
        return start..<end
    }

    private func unquoted(_ range: Range<Int>) -> Range<Int> {
        let field = trimmed(range)
        let quote = UInt8(ascii: "\"")
        guard field.count >= 2, scanner.bytes[field.lowerBound] == quote, scanner.bytes[field.upperBound - 1] == quote
        else { return field }
        return trimmed(field.dropFirst().dropLast())
    }

    /// A field with something in it, nil for an empty one and for a column that the table does not have.
    private func field(_ name: String) -> Range<Int>? {
        guard let column = columns[name], !fields[column].isEmpty else { return nil }
        return fields[column]
    }
}

extension CSVTable {
    func text(_ name: String) -> String? { field(name).map(scanner.text) }

    /// An id from 1 to 2^63−1; `allowsZero` takes 0 for none, as synapse tables have it.
    func id(_ name: String, allowsZero: Bool = false) throws(SkeletonizationError) -> Int64? {
        guard let field = field(name) else { return nil }
        if let id = Decimal.integer(scanner.bytes, field) {
            if id > 0 { return id }
            if id == 0, allowsZero { return nil }
        } else if Decimal.double(scanner.bytes, field) != nil,
            scanner.bytes[field].contains(where: { $0 > 0x39 || $0 == 0x2E })
        {
            throw fault(.badField(field: name, expected: "an integer id", found: scanner.text(field)))
        }
        throw fault(.idOutOfRange(field: name, text: scanner.text(field)))
    }

    func requiredID(_ name: String) throws(SkeletonizationError) -> Int64 {
        guard let id = try id(name) else {
            throw fault(.badField(field: name, expected: "an integer id", found: "nothing"))
        }
        return id
    }

    func number(_ name: String) throws(SkeletonizationError) -> Double? {
        guard let field = field(name) else { return nil }
        guard let number = Decimal.double(scanner.bytes, field) else {
            throw fault(.badField(field: name, expected: "a number", found: scanner.text(field)))
        }
        return number
    }

    /// The point in the columns x, y, z, nil when all three are empty.
    func point() throws(SkeletonizationError) -> Point3? {
        let (x, y, z) = (try number("x"), try number("y"), try number("z"))
        if x == nil, y == nil, z == nil { return nil }
        guard let x, let y, let z else {
            let missing = x == nil ? "x" : y == nil ? "y" : "z"
            throw fault(.badField(field: missing, expected: "a number beside the other coordinates", found: "nothing"))
        }
        let point = Point3(x, y, z)
        do throws(Level2GraphFault) { try Level2Graph.check(point, "x, y, z") } catch { throw fault(error) }
        return point
    }
}
