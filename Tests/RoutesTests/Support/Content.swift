import SkeletonModel
import Testing

/// What a body says, so that two that say the same are equal whatever their compression, blanks and order of keys.
///
/// Integers and floats differ. The time at which a skeleton was made is left out.
enum Content: Equatable, CustomTestStringConvertible {
    case json(JSONValue)
    case gzip([Content])
    case bytes([UInt8])

    init(_ bytes: [UInt8]) {
        if Gzip.isGzip(bytes), let inner = try? Gzip.decompress(bytes) {
            self = .gzip([Content(inner)])
        } else if let arrays = try? CacheHDF5.decode(bytes),
            let value = try? JSONValue.parse(FlatDict.encode(arrays, version: 4))
        {
            // Two writers lay the same skeleton out differently.
            self = .json(Self.normalized(.object(["HDF5": value])))
        } else if let value = try? JSONValue.parse(Self.withoutInfinity(bytes)) {
            self = .json(Self.normalized(value))
        } else {
            self = .bytes(bytes)
        }
    }

    /// A body of this JSON.
    static func of(_ value: JSONValue) -> Content { .json(normalized(value)) }

    var testDescription: String {
        switch self {
        case .json(let value): String(decoding: value.text().prefix(600), as: UTF8.self)
        case .gzip(let inner): "gzip(\(inner.map(\.testDescription)))"
        case .bytes(let bytes): "\(bytes.count) bytes: \(String(decoding: bytes.prefix(300), as: UTF8.self))"
        }
    }

    var value: JSONValue? {
        switch self {
        case .json(let value): value
        case .gzip(let inner): inner.first?.value
        case .bytes: nil
        }
    }

    /// Python writes what JSON does not have.
    private static func withoutInfinity(_ bytes: [UInt8]) -> [UInt8] {
        guard !bytes.isEmpty, bytes[0] == UInt8(ascii: "{") else { return bytes }
        return Array(String(decoding: bytes, as: UTF8.self).replacing("Infinity", with: "\"Infinity\"").utf8)
    }

    private static func normalized(_ value: JSONValue) -> JSONValue {
        switch value {
        case .array(let values): return .array(values.map(normalized))
        case .object(let object):
            var members = object.members.filter { $0.key != "timestamp" }
            members.sort { $0.key < $1.key }
            return .object(JSONObject(members: members.map { .init(key: $0.key, value: normalized($0.value)) }))
        case .string(let text):
            guard let bytes = hex(text) else { return value }
            // What a bulk answer holds is compared by what it says.
            switch Content(bytes) {
            case .gzip(let inner): return .object(["gzip": inner.first?.value ?? .null])
            case .json(let value): return .object(["hex": value])
            case .bytes(let bytes): return .object(["text": .string(String(decoding: bytes, as: UTF8.self))])
            }
        default: return value
        }
    }

    private static func hex(_ text: String) -> [UInt8]? {
        let digits = Array(text.utf8)
        guard digits.count > 40, digits.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        for place in stride(from: 0, to: digits.count, by: 2) {
            guard let byte = UInt8(String(decoding: digits[place..<place + 2], as: UTF8.self), radix: 16) else {
                return nil
            }
            bytes.append(byte)
        }
        return bytes
    }
}
