/// A row cut into fields.
@safe
struct SWCFields {
    private let bytes: UnsafeBufferPointer<UInt8>
    /// The row without blanks around it.
    let range: Range<Int>
    /// Each field without blanks around it.
    private(set) var ranges: [Range<Int>]
    let hasCommas: Bool

    init(_ bytes: UnsafeBufferPointer<UInt8>, _ row: Range<Int>) {
        unsafe self.bytes = bytes
        range = unsafe SWCFields.trimmed(row, bytes)
        hasCommas = unsafe bytes[range].contains(UInt8(ascii: ","))
        if hasCommas {
            ranges = unsafe SWCFields.split(range, bytes) { $0 == UInt8(ascii: ",") }
                .map { unsafe SWCFields.trimmed($0, bytes) }
            if ranges.last?.isEmpty == true { ranges.removeLast() }
        } else {
            ranges = unsafe SWCFields.split(range, bytes, SWCFields.isBlank).filter { !$0.isEmpty }
        }
    }

    /// Whether commas do not plainly separate seven or more fields.
    var hasAmbiguousCommas: Bool {
        hasCommas && (ranges.count < 7 || ranges.contains { unsafe bytes[$0].contains(where: SWCFields.isBlank) })
    }

    /// Whether no field starts like a number.
    var areWords: Bool {
        ranges.allSatisfy { field in
            let first = unsafe bytes[field].first { $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "'") }
            guard let first else { return true }
            return !(0x30...0x39).contains(first) && !"+-.".utf8.contains(first)
        }
    }

    /// The row's text, cut short when long.
    var excerpt: String { unsafe SWCFields.text(bytes, range) }

    /// Bytes as text for a message.
    static func text(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> String {
        let text = unsafe String(decoding: bytes[range.prefix(60)], as: UTF8.self)
        return range.count > 60 ? text + "…" : text
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

    private static func trimmed(_ range: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>) -> Range<Int> {
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end, unsafe isBlank(bytes[start]) { start += 1 }
        while start < end, unsafe isBlank(bytes[end - 1]) { end -= 1 }
        return start..<end
    }

    private static func split(
        _ range: Range<Int>,
        _ bytes: UnsafeBufferPointer<UInt8>,
        _ separates: (UInt8) -> Bool
    ) -> [Range<Int>] {
        var (result, start): ([Range<Int>], Int) = ([], range.lowerBound)
        for index in range where unsafe separates(bytes[index]) {
            result.append(start..<index)
            start = index + 1
        }
        result.append(start..<range.upperBound)
        return result
    }
}
