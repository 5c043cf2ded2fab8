/// The text form in which 3-D programs exchange points and lines.
enum WavefrontOBJ {
    /// One vertex for each node in their order, one line for each section, and a point for each node without edges.
    static func text(_ skeleton: Skeleton) throws(SkeletonError) -> [UInt8] {
        if let node = skeleton.firstNodeNotFinite { throw .notFinite(position: node) }
        var writer = ByteWriter(capacity: skeleton.nodeCount * 60 + 100)
        writer.append("# lengths in \(skeleton.unit)\no \(skeleton.rootID?.description ?? "skeleton")\n".utf8)
        for node in 0..<skeleton.nodeCount {
            writer.append("v")
            for value in [skeleton.x[node], skeleton.y[node], skeleton.z[node]] {
                writer.append(" ")
                writer.append(shortest: value)
            }
            writer.append("\n")
        }
        skeleton.forEachSection { append("l", $0, to: &writer) }
        let children = skeleton.children
        for root in skeleton.roots where children.count(of: Int(root)) == 0 { append("p", [root], to: &writer) }
        return writer.bytes
    }

    private static func append(_ element: StaticString, _ nodes: [Int32], to writer: inout ByteWriter) {
        writer.append(element)
        for node in nodes {
            writer.append(" ")
            writer.append(integer: Int64(node) + 1)
        }
        writer.append("\n")
    }
}
