extension Edit {
    package static let threePointSoma = Edit(
        name: "three_point_soma",
        summary: "Writes the soma of each tree as NeuroMorpho does: a root and two nodes above and below it."
    )
}

extension Skeleton {
    /// The soma of each tree as its root, with two nodes of its radius one radius below and above it along y.
    ///
    /// The soma is made a single node and the root first. A soma whose radius is not known stays a single node.
    public func threePointSoma() throws(SkeletonError) -> Edited {
        var (skeleton, nodeMap) = collapsedSoma()
        for soma in skeleton.somaNodes.map({ skeleton.id(of: Int($0[0])) }) {
            guard let position = skeleton.position(ofID: soma), skeleton.parents[position] >= 0 else { continue }
            let (turned, map) = try skeleton.rerooted(at: position)
            skeleton = turned
            nodeMap = nodeMap.map { map[Int($0)] }
        }
        var draft = SkeletonDraft(skeleton, capacity: skeleton.nodeCount + 2)
        for (node, parent) in skeleton.parents.enumerated() {
            let place = draft.keep(node, parent: parent < 0 ? -1 : draft.nodeMap[Int(parent)])
            let (center, radius) = (skeleton.point(node), skeleton.radius[node])
            guard parent < 0, skeleton.types[node] == 1, radius > 0 else { continue }
            for side in [-radius, radius] {
                draft.add(
                    like: node,
                    type: 1,
                    Point3(center.x, center.y + side, center.z),
                    radius: radius,
                    parent: place
                )
            }
        }
        let (result, last) = draft.finished()
        return (result, nodeMap.map { last[Int($0)] })
    }
}
