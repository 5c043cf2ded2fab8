extension Edit {
    package static let cut = Edit(
        name: "cut",
        summary: "Cuts a tree in two at a node: the part beyond it, and the rest."
    )
}

extension Skeleton {
    /// The part beyond a node, whose root it becomes, and all the rest.
    ///
    /// The node belongs to both, so that the rest keeps the whole branch up to it, unless `keepsStub` is false.
    public func cut(
        at position: Int,
        keepsStub: Bool = true
    ) throws(SkeletonError) -> (distal: Edited, proximal: Edited) {
        try check(position)
        let isInside = isBeyond(position)
        var isOutside = isInside.map { !$0 }
        isOutside[position] = keepsStub
        return (keeping(isInside), keeping(isOutside))
    }
}
