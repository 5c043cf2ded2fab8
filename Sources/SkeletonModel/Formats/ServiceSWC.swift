extension SWC {
    /// The text that the service sends: no header, ids from 0, micrometres with three decimals, types from the
    /// compartments.
    ///
    /// Rows follow the paths from the end points to what was written before, the farthest end point first and each
    /// path from its root side; components without the root come before its own. Without compartments the type is 3,
    /// without radii the radius 0.
    public static func serviceText(_ arrays: SkeletonArrays) throws(SkeletonError) -> [UInt8] {
        try arrays.check()
        let order = CoverOrder(arrays)
        var row = [Int32](repeating: -1, count: arrays.vertices.count)
        var writer = ByteWriter(capacity: arrays.vertices.count * 48)
        for (index, vertex) in order.vertices.enumerated() {
            row[Int(vertex)] = Int32(index)
            let parent = order.parents[Int(vertex)]
            writer.append(integer: Int64(index))
            writer.append(byte: 0x20)
            writer.append(integer: Int64(arrays.compartment?[Int(vertex)] ?? 3))
            let point = arrays.vertices[Int(vertex)]
            for length in [point.x, point.y, point.z, arrays.radius?[Int(vertex)] ?? 0] {
                writer.append(byte: 0x20)
                writer.append(length / 1000, decimals: 3)
            }
            writer.append(byte: 0x20)
            writer.append(integer: parent < 0 ? -1 : Int64(row[Int(parent)]))
            writer.append(byte: 0x0A)
        }
        return writer.bytes
    }
}

/// The order of the service's SWC rows.
private struct CoverOrder {
    private(set) var vertices: [Int32] = []
    let parents: [Int32]

    init(_ arrays: SkeletonArrays) {
        let count = arrays.vertices.count
        parents = EdgeForest(arrays).parents
        vertices.reserveCapacity(count)
        var isWritten = [Bool](repeating: false, count: count)
        for end in ends(arrays) {
            var path: [Int32] = []
            var vertex = end
            while vertex >= 0, !isWritten[Int(vertex)] {
                isWritten[Int(vertex)] = true
                path.append(vertex)
                vertex = parents[Int(vertex)]
            }
            vertices.append(contentsOf: path.reversed())
        }
    }

    /// End points, farthest from the root first.
    ///
    /// Of equally far ones the higher vertex comes first, as the service's sort mostly has it. A root that is alone in the skeleton stands for itself.
    private func ends(_ arrays: SkeletonArrays) -> [Int32] {
        var hasChildren = [Bool](repeating: false, count: parents.count)
        for parent in parents where parent >= 0 { hasChildren[Int(parent)] = true }
        let root = Int32(arrays.root ?? parents.firstIndex { $0 < 0 } ?? -1)
        let distance = distances(arrays, root: root)
        let ends = parents.indices.map { Int32($0) }.filter { !hasChildren[Int($0)] && $0 != root }
        let sorted = ends.sorted { a, b in
            let (far, near) = (distance[Int(a)], distance[Int(b)])
            return far != near ? far > near : a > b
        }
        return root >= 0 && !hasChildren[Int(root)] ? sorted + [root] : sorted
    }

    /// Path lengths to the root, infinite in other components.
    private func distances(_ arrays: SkeletonArrays, root: Int32) -> [Double] {
        var distance = [Double](repeating: .infinity, count: parents.count)
        var isKnown = [Bool](repeating: false, count: parents.count)
        if root >= 0 {
            distance[Int(root)] = 0
            isKnown[Int(root)] = true
        }
        for start in parents.indices {
            var path: [Int32] = []
            var vertex = Int32(start)
            while vertex >= 0, !isKnown[Int(vertex)] {
                isKnown[Int(vertex)] = true
                path.append(vertex)
                vertex = parents[Int(vertex)]
            }
            for child in path.reversed() where parents[Int(child)] >= 0 {
                let parent = Int(parents[Int(child)])
                distance[Int(child)] =
                    distance[parent] + arrays.vertices[Int(child)].distance(to: arrays.vertices[parent])
            }
        }
        return distance
    }
}

extension SkeletonFormat {
    // Never guessed: nothing in such a text tells its unit.
    static let serviceSWC = SkeletonFormat(
        name: "service_swc",
        summary: "SWC text as the skeleton service sends it: micrometres with three decimals, ids from 0, no header.",
        extensions: [],
        recognises: { _ in false },
        read: { bytes throws(SkeletonError) in try SWC.parse(bytes, options: .init(isFromService: true)) },
        write: { skeleton throws(SkeletonError) in
            try SWC.serviceText(skeleton.arraysInNanometres(for: "the service's SWC"))
        }
    )
}
