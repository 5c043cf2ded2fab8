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
        let content = try decode(bytes, guessedInfo(bytes))
        return (content.arrays, content.diagnostics)
    }

    /// What bytes hold by the `info` beside them: coordinates after its transform, and all attributes.
    ///
    /// An edge's direction means nothing in this format; read from parent to child, as navis has it, where that makes
    /// a forest.
    public static func decode(_ bytes: [UInt8], _ info: Info) throws(SkeletonError) -> Content {
        guard bytes.count >= 8 else { throw problem("only \(bytes.count) bytes") }
        var reader = LittleEndianReader(bytes: bytes)
        let (count, edgeCount) = (Int(reader.word()), Int(reader.word()))
        let perVertex = 12 + info.attributes.reduce(0) { $0 + $1.size }
        let needed = 8 + count * perVertex + edgeCount * 8
        guard bytes.count >= needed else {
            throw problem("\(count) vertices and \(edgeCount) edges need \(needed) bytes, there are \(bytes.count)")
        }
        var content = Content(arrays: SkeletonArrays(vertices: [], edges: [], root: nil))
        content.arrays.vertices = (0..<count).map { _ in
            info.applied(to: Point3(reader.float(), reader.float(), reader.float()))
        }
        content.arrays.edges = (0..<edgeCount).map { _ in
            .init(child: Int32(truncatingIfNeeded: reader.word()), parent: Int32(truncatingIfNeeded: reader.word()))
        }
        for attribute in info.attributes {
            content.take((0..<count * attribute.components).map { _ in reader.value(attribute.type) }, attribute)
        }
        try content.arrays.check()
        let rest = bytes.count - needed
        if rest > 0 { content.diagnostics.append(trailing(rest)) }
        return content
    }

    /// The skeleton of bytes by the `info` beside them, with all other attributes as columns.
    static func skeleton(_ bytes: [UInt8], _ info: Info) throws(SkeletonError) -> Skeleton {
        var content = try decode(bytes, info)
        content.turnEdges()
        var skeleton = try Skeleton(content.arrays)
        skeleton.diagnostics += content.diagnostics
        for (name, values) in content.attributes.sorted(by: { $0.key < $1.key }) {
            skeleton.columns[name] = .doubles(values.picked(skeleton.sourceRow))
        }
        return skeleton
    }

    /// What the file of one skeleton holds.
    public struct Content: Sendable {
        /// Vertices in nanometres, edges, radius and compartment.
        public var arrays: SkeletonArrays
        /// All other attributes, vertex by vertex.
        ///
        /// Those of several components are `name_0`, `name_1` and so on.
        public var attributes: [String: [Double]] = [:]
        /// What was odd.
        public var diagnostics: [SkeletonDiagnostic] = []

        fileprivate mutating func take(_ values: [Double], _ attribute: Attribute) {
            switch (attribute.id, attribute.components) {
            case ("radius", 1): arrays.radius = values
            case ("compartment", 1), ("vertex_types", 1): arrays.compartment = values.map { Int32(clamping: $0) }
            case (let id, 1): attributes[id] = values
            case (let id, let components):
                for component in 0..<components {
                    attributes["\(id)_\(component)"] = stride(from: component, to: values.count, by: components)
                        .map { values[$0] }
                }
            }
        }

        /// Makes edges lead from child to parent where they lead from parent to child and no vertex has two parents.
        fileprivate mutating func turnEdges() {
            let below = Set(arrays.edges.map(\.parent))
            if below.count == arrays.edges.count { arrays.edges = arrays.edges.map(\.reversed) }
        }
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

    /// The attributes that follow by the length, of the service's own forms.
    ///
    /// 4 bytes a vertex are the radius, 8 or (compartments twice) 12 with compartments as floats, 5 or 6 as bytes.
    private static func guessedInfo(_ bytes: [UInt8]) -> Info {
        guard bytes.count >= 8 else { return Info(attributes: []) }
        var reader = LittleEndianReader(bytes: bytes)
        let (count, edgeCount) = (Int(reader.word()), Int(reader.word()))
        let extra = bytes.count - 8 - count * 12 - edgeCount * 8
        let radius = Attribute("radius", .float32)
        switch count == 0 || extra % count != 0 ? 0 : extra / count {
        case 4: return Info(attributes: [radius])
        case 5, 6: return .standard
        case 8, 12: return Info(attributes: [radius, Attribute("compartment", .float32)])
        default: return Info(attributes: [])
        }
    }
}

extension Precomputed.Info {
    fileprivate func applied(to point: Point3) -> Point3 {
        if transform == Self.identity { return point }
        func row(_ start: Int) -> Double {
            transform[start] * point.x + transform[start + 1] * point.y + transform[start + 2] * point.z
                + transform[start + 3]
        }
        return Point3(row(0), row(4), row(8))
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

    mutating func word() -> UInt32 { number(4) }

    mutating func float() -> Double { Double(Float(bitPattern: word())) }

    mutating func value(_ type: Precomputed.DataType) -> Double {
        switch type {
        case .float32: float()
        case .int8: Double(Int8(truncatingIfNeeded: number(1)))
        case .uint8: Double(number(1))
        case .int16: Double(Int16(truncatingIfNeeded: number(2)))
        case .uint16: Double(number(2))
        case .int32: Double(Int32(truncatingIfNeeded: number(4)))
        case .uint32: Double(number(4))
        }
    }

    private mutating func number(_ width: Int) -> UInt32 {
        position += width
        return (1...width).reduce(0) { $0 << 8 | UInt32(bytes[position - $1]) }
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
