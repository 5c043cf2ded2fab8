extension Edit {
    package static let combine = Edit(
        name: "combine",
        summary: "Puts several skeletons into one, as trees of their own."
    )
}

extension Skeleton {
    /// The nodes of several skeletons in one, and for each of them where its nodes went.
    ///
    /// An id that is used already is replaced by one above all others. Header, metadata and root id are those of the
    /// first. Columns are joined that all of them have, of the same kind; level-2 maps when all skeletons that have one
    /// have level-2 ids, or none has. Throws when the units differ, or together there are too many nodes.
    public static func combined(
        _ skeletons: [Skeleton]
    ) throws(SkeletonError) -> (skeleton: Skeleton, nodeMaps: [[Int32]]) {
        let unit = skeletons.first?.unit ?? .unknown
        if let other = skeletons.first(where: { $0.unit != unit }) {
            throw .badOption("the skeletons differ in unit: \(unit) and \(other.unit)")
        }
        let count = skeletons.reduce(0) { $0 + $1.nodeCount }
        guard count <= Int(Int32.max) else { throw .badArrays("more nodes than 2^31") }
        let starts = skeletons.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.nodeCount) }
        var result = Skeleton(
            ordered: zip(skeletons, starts).flatMap { skeleton, start in
                skeleton.parents.map { $0 < 0 ? -1 : $0 + Int32(start) }
            },
            numbering: NodeNumbering(uniqueIDs(skeletons, count)),
            types: skeletons.flatMap(\.types),
            x: skeletons.flatMap(\.x),
            y: skeletons.flatMap(\.y),
            z: skeletons.flatMap(\.z),
            radius: skeletons.flatMap(\.radius),
            unit: unit
        )
        if let first = skeletons.first { result.carryFacts(from: first) }
        result.diagnostics = skeletons.flatMap(\.diagnostics)
        result.joinLevel2Maps(skeletons, starts)
        result.joinColumns(skeletons)
        let maps = zip(skeletons, starts).map { skeleton, start in
            Array(Int32(start)..<Int32(start + skeleton.nodeCount))
        }
        return (result, maps)
    }

    private static func uniqueIDs(_ skeletons: [Skeleton], _ count: Int) -> [Int64] {
        let all = skeletons.flatMap(\.ids)
        var fresh = FreshIDs(beyond: .explicit(all), count: count)
        var used = Set<Int64>(minimumCapacity: count)
        return all.map { used.insert($0).inserted ? $0 : fresh.next() }
    }

    private mutating func joinColumns(_ skeletons: [Skeleton]) {
        for name in skeletons.first?.columns.names ?? [] {
            let others = skeletons.dropFirst().compactMap { $0.columns[name] }
            guard others.count == skeletons.count - 1 else { continue }
            columns[name] = skeletons.first?.columns[name]?.joined(others)
        }
    }

    private mutating func joinLevel2Maps(_ skeletons: [Skeleton], _ starts: [Int]) {
        let mapped = skeletons.filter { !$0.meshToSkeletonMap.isEmpty }
        let named = mapped.filter { $0.level2IDs != nil }
        level2IDs = named.isEmpty ? nil : []
        guard named.isEmpty || named.count == mapped.count else {
            level2IDs = nil
            return
        }
        for (skeleton, start) in zip(skeletons, starts) {
            meshToSkeletonMap += skeleton.meshToSkeletonMap.map { $0 < 0 ? -1 : $0 + Int32(start) }
            if let ids = skeleton.level2IDs { level2IDs?.append(contentsOf: ids) }
        }
    }
}
