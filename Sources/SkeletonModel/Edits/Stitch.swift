extension Edit {
    package static let stitch = Edit(
        name: "stitch",
        summary: "Puts several skeletons into one and joins its trees by the shortest links."
    )
}

extension Skeleton {
    /// Several skeletons in one, as `combined` makes it, joined by links as `healed` makes them.
    ///
    /// Gives for each of them where its nodes went, and the links that were made.
    public static func stitched(
        _ skeletons: [Skeleton],
        _ healing: Healing = Healing()
    ) throws(SkeletonError) -> (skeleton: Skeleton, nodeMaps: [[Int32]], links: [AddedLink]) {
        let (combined, maps) = try combined(skeletons)
        let (edited, links) = try combined.healed(healing)
        return (edited.skeleton, maps.map { $0.map { edited.nodeMap[Int($0)] } }, links)
    }
}
