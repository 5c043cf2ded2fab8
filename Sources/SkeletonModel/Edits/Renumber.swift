extension Edit {
    package static let renumber = Edit(name: "renumber", summary: "Gives the nodes ids that count up in their order.")
}

extension Skeleton {
    /// The same nodes with ids that count up from a number.
    public func renumbered(from first: Int64 = 1) throws(SkeletonError) -> Edited {
        guard first >= 0, first <= Int64.max - Int64(nodeCount) else {
            throw .badOption("ids cannot count up from \(first)")
        }
        var result = moved(x: x, y: y, z: z)
        result.numbering = .from(first)
        return (result, sameNodes)
    }
}
