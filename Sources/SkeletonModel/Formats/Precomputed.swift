/// Neuroglancer's binary skeleton as the service sends it: single precision, in nanometres.
///
/// Lost on the way: the root, the level-2 map and ids, meta, and all but 24 bits of each number.
public enum Precomputed: Sendable {
    /// The bytes for a skeleton version: 1 has no attributes, 2 (and 0) radius and compartment as float32, 3 and 4
    /// (and −1) the compartment as a byte.
    ///
    /// The service itself writes the compartments twice; here they come once, as its `info` declares. Without radii
    /// −1 is written, as the service does, and without compartments 3.
    public static func encode(_ arrays: SkeletonArrays, version: Int) -> [UInt8] {
        let count = arrays.vertices.count
        var writer = ByteWriter(capacity: 8 + count * 20 + arrays.edges.count * 8)
        writer.append(littleEndian: UInt32(count))
        writer.append(littleEndian: UInt32(arrays.edges.count))
        for vertex in arrays.vertices {
            for value in [vertex.x, vertex.y, vertex.z] { writer.append(float: value) }
        }
        for edge in arrays.edges {
            writer.append(littleEndian: UInt32(bitPattern: edge.child))
            writer.append(littleEndian: UInt32(bitPattern: edge.parent))
        }
        guard version != 1 else { return writer.bytes }
        for radius in arrays.radius ?? [Double](repeating: -1, count: count) { writer.append(float: radius) }
        for compartment in arrays.compartment ?? [Int32](repeating: 3, count: count) {
            if version == 2 || version == 0 {
                writer.append(float: Double(compartment))
            } else {
                writer.append(byte: UInt8(clamping: compartment))
            }
        }
        return writer.bytes
    }

    /// The skeleton of such bytes, and what was odd about them.
    ///
    /// Whether attributes follow, and whether compartments are floats or bytes, is told by the length; with the
    /// second compartment column of the service, or with anything else behind, `trailing-bytes` is reported.
    public static func decode(
        _ bytes: [UInt8]
    ) throws(SkeletonError) -> (arrays: SkeletonArrays, diagnostics: [SkeletonDiagnostic]) {
        guard bytes.count >= 8 else { throw problem("only \(bytes.count) bytes") }
        var reader = LittleEndianReader(bytes: bytes)
        let (count, edgeCount) = (Int(reader.word()), Int(reader.word()))
        let bare = 8 + count * 12 + edgeCount * 8
        guard bytes.count >= bare else {
            throw problem("\(count) vertices and \(edgeCount) edges need \(bare) bytes, there are \(bytes.count)")
        }
        var arrays = SkeletonArrays(vertices: [], edges: [], root: nil)
        arrays.vertices = (0..<count).map { _ in Point3(reader.float(), reader.float(), reader.float()) }
        arrays.edges = (0..<edgeCount).map { _ in
            .init(child: Int32(truncatingIfNeeded: reader.word()), parent: Int32(truncatingIfNeeded: reader.word()))
        }
        let form = Attributes(extra: bytes.count - bare, count: count)
        if form != .none { arrays.radius = (0..<count).map { _ in reader.float() } }
        if form == .floats { arrays.compartment = (0..<count).map { _ in Int32(clamping: reader.float()) } }
        if form == .bytes { arrays.compartment = (0..<count).map { _ in Int32(reader.byte()) } }
        try arrays.check()
        let rest = bytes.count - reader.position
        return (arrays, rest == 0 ? [] : [trailing(rest)])
    }

    /// Whether the length is one that the service's own forms have.
    static func isPlausible(_ bytes: [UInt8]) -> Bool {
        guard bytes.count >= 8 else { return false }
        var reader = LittleEndianReader(bytes: bytes)
        let (count, edgeCount) = (Int(reader.word()), Int(reader.word()))
        let extra = bytes.count - 8 - count * 12 - edgeCount * 8
        return extra == 0 || [4, 5, 6, 8, 12].contains { $0 * count == extra }
    }

    private static func problem(_ text: String) -> SkeletonError { .badFormat("precomputed", problem: text) }

    private static func trailing(_ count: Int) -> SkeletonDiagnostic {
        SkeletonDiagnostic(.trailingBytes, .warning, "\(count) bytes follow the last column and were ignored")
    }

    /// Which columns come after the edges.
    private enum Attributes {
        case none
        case radius
        case floats
        case bytes

        /// The columns in so many bytes, of the service's own forms: 4 or 8 or (compartments twice) 12 bytes a vertex
        /// with floats, 5 or 6 with bytes.
        init(extra: Int, count: Int) {
            let perVertex = count == 0 || extra % count != 0 ? 0 : extra / count
            switch perVertex {
            case 4: self = .radius
            case 5, 6: self = .bytes
            case 8, 12: self = .floats
            default: self = .none
            }
        }
    }
}

extension ByteWriter {
    fileprivate mutating func append(float value: Double) {
        append(littleEndian: Float(value).bitPattern)
    }
}

extension Int32 {
    fileprivate init(clamping value: Double) {
        self = value.isFinite ? Int32(Swift.min(Swift.max(value, -0x7FFF_FFFF), 0x7FFF_FFFF)) : 0
    }
}

/// Numbers from bytes whose length has been checked.
private struct LittleEndianReader {
    let bytes: [UInt8]
    var position = 0

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func byte() -> UInt8 {
        position += 1
        return bytes[position - 1]
    }

    mutating func word() -> UInt32 {
        position += 4
        return (1...4).reduce(0) { $0 << 8 | UInt32(bytes[position - $1]) }
    }

    mutating func float() -> Double {
        Double(Float(bitPattern: word()))
    }
}

extension SkeletonFormat {
    static let precomputed = SkeletonFormat(
        name: "precomputed",
        summary: "Neuroglancer's binary skeleton with radius and compartment, in nanometres, single precision.",
        extensions: ["precomputed"],
        recognises: { bytes in Precomputed.isPlausible(bytes) },
        read: { bytes throws(SkeletonError) in
            let (arrays, diagnostics) = try Precomputed.decode(bytes)
            var skeleton = try Skeleton(arrays)
            skeleton.diagnostics += diagnostics
            return skeleton
        },
        write: { skeleton throws(SkeletonError) in
            Precomputed.encode(try skeleton.arraysInNanometres(for: "precomputed"), version: 4)
        }
    )
}
