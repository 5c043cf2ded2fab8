public import SkeletonModel

/// The service's `json` and `arrays` forms: what MeshParty's skeleton object says of itself, in nanometres.
public enum MeshPartyJSON: Sendable {
    /// How a text is written; none of it changes what is said.
    public struct Style: Sendable {
        /// Whether all keys stand in alphabetical order, as in `json`, or in MeshParty's own, as in `jsoncompressed`.
        public var isSorted: Bool
        /// Whether a vertex that is not connected with the root is infinitely far, which is not JSON, or has null.
        public var writesInfinity: Bool

        /// A style.
        public init(isSorted: Bool, writesInfinity: Bool = false) {
            (self.isSorted, self.writesInfinity) = (isSorted, writesInfinity)
        }
    }

    /// The whole skeleton, with branch and end points, distances and segments.
    ///
    /// - `arrays`: What `served(as:)` gives; level-2 ids are never written.
    public static func encode(_ arrays: SkeletonArrays, version: SkeletonVersion, style: Style) -> [UInt8] {
        var writer = MeshPartyWriter(arrays, version, style)
        let first = style.isSorted ? [] : [MeshPartyWriter.Member.jsonificationVersion]
        writer.write(first + MeshPartyWriter.Member.allCases.filter { !first.contains($0) })
        return writer.text.bytes
    }

    /// Vertices, edges and vertex properties only.
    public static func encodeArrays(_ arrays: SkeletonArrays, version: SkeletonVersion, style: Style) -> [UInt8] {
        var writer = MeshPartyWriter(arrays, version, style)
        writer.write(style.isSorted ? [.edges, .properties, .vertices] : [.vertices, .properties, .edges])
        return writer.text.bytes
    }
}

/// Writes the members of the object one by one.
private struct MeshPartyWriter {
    /// In alphabetical order.
    enum Member: String, CaseIterable {
        case branchPoints = "branch_points"
        case branchPointsUndirected = "branch_points_undirected"
        case distance = "distance_to_root"
        case edges
        case endPoints = "end_points"
        case endPointsUndirected = "end_points_undirected"
        case hops = "hops_to_root"
        case indices = "indices_unmasked"
        case jsonificationVersion = "jsonification_version"
        case meshMap = "mesh_to_skel_map"
        case meshMapBase = "mesh_to_skel_map_base"
        case meta
        case nodeMask = "node_mask"
        case root
        case rootPosition = "root_position"
        case segmentMap = "segment_map"
        case topoPoints = "topo_points"
        case size = "unmasked_size"
        case properties = "vertex_properties"
        case vertices
    }

    private let arrays: SkeletonArrays
    private let version: SkeletonVersion
    private let style: MeshPartyJSON.Style
    private let topology: MeshPartyTopology
    private(set) var text: ByteWriter

    init(_ arrays: SkeletonArrays, _ version: SkeletonVersion, _ style: MeshPartyJSON.Style) {
        (self.arrays, self.version, self.style) = (arrays, version, style)
        topology = MeshPartyTopology(arrays)
        text = ByteWriter(capacity: arrays.vertices.count * 160 + arrays.meshToSkeletonMap.count * 12 + 2000)
    }

    mutating func write(_ members: [Member]) {
        text.append("{")
        for (index, member) in members.enumerated() {
            text.append(index > 0 ? ",\"" : "\"")
            text.append(text: member.rawValue)
            text.append("\":")
            write(member)
        }
        text.append("}")
    }

    private mutating func write(_ member: Member) {
        switch member {
        case .branchPoints: write(topology.branchPoints)
        case .branchPointsUndirected: write(topology.branchPointsUndirected)
        case .distance: write(lengths: topology.distances)
        case .edges: list(arrays.edges) { $0.append(pair: [$1.child, $1.parent]) }
        case .endPoints: write(topology.endPoints)
        case .endPointsUndirected: write(topology.endPointsUndirected)
        case .hops: write(lengths: topology.hops)
        case .indices: list(arrays.vertices.indices) { $0.append(integer: Int64($1)) }
        case .jsonificationVersion: text.append("\"1.0\"")
        case .meshMap, .meshMapBase: write(arrays.meshToSkeletonMap)
        case .meta: writeMeta()
        case .nodeMask: list(arrays.vertices.indices) { text, _ in text.append("true") }
        case .root: if let root = arrays.root { text.append(integer: Int64(root)) } else { text.append("null") }
        case .rootPosition: writeRootPosition()
        case .segmentMap: write(topology.segments)
        case .topoPoints: write(topology.endPoints + topology.branchPoints + (arrays.root.map { [Int32($0)] } ?? []))
        case .size: text.append(integer: Int64(arrays.vertices.count))
        case .properties: writeProperties()
        case .vertices: list(arrays.vertices) { $0.append(point: $1) }
        }
    }

    private mutating func writeMeta() {
        var meta = arrays.meta
        meta["skeleton_version"] = nil
        text.append(meta, sortingKeys: style.isSorted)
    }

    private mutating func writeRootPosition() {
        guard let root = arrays.root, arrays.vertices.indices.contains(root) else { return text.append("null") }
        text.append(point: arrays.vertices[root])
    }

    private mutating func writeProperties() {
        text.append("{")
        if let compartment = arrays.compartment {
            text.append("\"compartment\":")
            // Version 2 has them as floats.
            if version.resolved == .two { write(lengths: compartment.map(Double.init)) } else { write(compartment) }
            text.append(",")
        }
        text.append("\"radius\":")
        if let radius = arrays.radius { write(lengths: radius) } else { text.append("null") }
        text.append("}")
    }

    private mutating func write(_ integers: [Int32]) {
        list(integers) { $0.append(integer: Int64($1)) }
    }

    private mutating func write(lengths: [Double]) {
        let far: StaticString = style.writesInfinity ? "Infinity" : "null"
        list(lengths) { text, value in
            if value == .infinity { text.append(far) } else { text.append(pythonNumber: value) }
        }
    }

    private mutating func list<Elements: Sequence>(
        _ elements: Elements,
        _ append: (inout ByteWriter, Elements.Element) -> Void
    ) {
        text.append("[")
        var isFirst = true
        for element in elements {
            if !isFirst { text.append(",") }
            isFirst = false
            append(&text, element)
        }
        text.append("]")
    }
}

extension ByteWriter {
    fileprivate mutating func append(pair: [Int32]) {
        append("[")
        append(integer: Int64(pair[0]))
        append(",")
        append(integer: Int64(pair[1]))
        append("]")
    }

    fileprivate mutating func append(point: Point3) {
        append("[")
        append(pythonNumber: point.x)
        append(",")
        append(pythonNumber: point.y)
        append(",")
        append(pythonNumber: point.z)
        append("]")
    }
}
