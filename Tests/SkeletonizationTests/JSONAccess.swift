import FoundationEssentials
import SkeletonModel

/// Short ways into JSON whose form the tests know.
extension JSONValue {
    static func read(_ url: URL) throws -> JSONValue {
        let bytes = try AtomicFile.read(url.path)
        return try parse(Gzip.isGzip(bytes) ? Gzip.decompress(bytes) : bytes)
    }

    subscript(key: String) -> JSONValue? {
        guard let value = objectValue?[key], value != .null else { return nil }
        return value
    }

    /// Numbers; the texts "inf" and "nan" stand for what JSON cannot say.
    var number: Double? {
        switch self {
        case .string("inf"): .infinity
        case .string("nan"): .nan
        default: doubleValue
        }
    }

    var numbers: [Double] { arrayValue?.compactMap(\.number) ?? [] }
    var integers: [Int64] { arrayValue?.compactMap(\.integerValue) ?? [] }
    var indices: [Int32] { integers.map { Int32($0) } }
    var lists: [[Int32]] { arrayValue?.map(\.indices) ?? [] }

    var point: Point3? {
        guard case let list = numbers, list.count == 3 else { return nil }
        return Point3(list[0], list[1], list[2])
    }

    var points: [Point3] { arrayValue?.compactMap(\.point) ?? [] }

    var edges: [SkeletonArrays.Edge] { lists.map { .init(child: $0[0], parent: $0[1]) } }

    /// Ids as integers or digits.
    var ids: [Int64] {
        arrayValue?.compactMap { $0.integerValue ?? $0.stringValue.flatMap { Int64($0) } } ?? []
    }
}

/// Whether two lists agree to a relative 1e-6; infinite values must be infinite in both.
func agree(_ a: [Double], _ b: [Double]) -> Bool {
    a.count == b.count && zip(a, b).allSatisfy { $0 == $1 || abs($0 - $1) <= 1e-6 * max(abs($0), abs($1)) }
}
