/// Comma-separated text as RFC 4180 has it.
package struct CSVText: Sendable {
    /// The whole text so far.
    package private(set) var bytes: [UInt8] = []

    package init() {}

    /// Adds a row; fields with commas, quotes or line ends get quotes around them.
    package mutating func append(row fields: some Sequence<String>) {
        var isFirst = true
        for field in fields {
            if !isFirst { bytes.append(UInt8(ascii: ",")) }
            isFirst = false
            append(field)
        }
        bytes += [0x0D, 0x0A]
    }

    private mutating func append(_ field: String) {
        guard field.utf8.contains(where: { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }) else {
            bytes += field.utf8
            return
        }
        bytes.append(0x22)
        for byte in field.utf8 { bytes += byte == 0x22 ? [0x22, 0x22] : [byte] }
        bytes.append(0x22)
    }
}

/// Reads comma-separated text row by row; rows may end in CR LF or LF.
struct CSVReader {
    private let bytes: [UInt8]
    private var position: Int
    /// The line on which the row that was read last begins, from 1.
    private(set) var line = 0
    private var nextLine = 1

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    }

    /// The fields of the next row, nil at the end.
    ///
    /// Throws for a quote that is not closed, or that is followed by something else than a comma.
    mutating func next() throws(SkeletonError) -> [[UInt8]]? {
        guard position < bytes.count else { return nil }
        line = nextLine
        var fields: [[UInt8]] = []
        while true {
            fields.append(try field())
            guard position < bytes.count else { break }
            let separator = bytes[position]
            position += 1
            if separator == UInt8(ascii: ",") { continue }
            if separator == 0x0D, position < bytes.count, bytes[position] == 0x0A { position += 1 }
            break
        }
        nextLine += 1
        return fields
    }

    private mutating func field() throws(SkeletonError) -> [UInt8] {
        if position < bytes.count, bytes[position] == 0x22 { return try quoted() }
        let start = position
        while position < bytes.count, ![0x2C, 0x0A, 0x0D].contains(bytes[position]) { position += 1 }
        return Array(bytes[start..<position])
    }

    private mutating func quoted() throws(SkeletonError) -> [UInt8] {
        var field: [UInt8] = []
        position += 1
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if byte == 0x22 {
                guard position < bytes.count, bytes[position] == 0x22 else {
                    try checkEndOfField()
                    return field
                }
                position += 1
            }
            if byte == 0x0A { nextLine += 1 }
            field.append(byte)
        }
        throw .badFormat("CSV", problem: "line \(line): a quote is not closed")
    }

    private func checkEndOfField() throws(SkeletonError) {
        guard position == bytes.count || [0x2C, 0x0A, 0x0D].contains(bytes[position]) else {
            throw .badFormat("CSV", problem: "line \(line): something follows a closing quote")
        }
    }
}
