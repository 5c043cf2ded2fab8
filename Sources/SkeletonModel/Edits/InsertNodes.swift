extension Edit {
    package static let insertNodes = Edit(name: "insert_nodes", summary: "Puts nodes at places along edges.")
}

extension Skeleton {
    /// The skeleton with a node at each of some places of the cable, and the new positions of these.
    ///
    /// At the ends of edges, and where two places are the same, no node is added. Radii are those between the ends;
    /// types those of the distal end.
    public func insertingNodes(
        at places: [CablePlace]
    ) throws(SkeletonError) -> (edited: Edited, positions: [Int32]) {
        for place in places {
            try check(Int(place.node))
            guard place.fraction >= 0, place.fraction <= 1 else {
                throw .badOption(
                    "a place is a part of the way to the parent, from 0 to 1, got \(Decimal.shortest(place.fraction))"
                )
            }
        }
        // Per node from its parent on.
        let order = places.indices.sorted { a, b in
            let (first, second) = (places[a], places[b])
            return first.node != second.node ? first.node < second.node : first.fraction > second.fraction
        }
        var draft = SkeletonDraft(self, capacity: nodeCount + places.count)
        var positions = [Int32](repeating: -1, count: places.count)
        var next = 0
        for (node, parent) in parents.enumerated() {
            var anchor = parent < 0 ? -1 : draft.nodeMap[Int(parent)]
            var last = 1.0
            while next < order.count, places[order[next]].node == node {
                let fraction = places[order[next]].fraction
                if fraction == 0 || parent < 0 { break }
                if fraction != last {
                    anchor = draft.add(
                        from: node,
                        to: Int(parent),
                        fraction: fraction,
                        type: types[node],
                        parent: anchor
                    )
                    last = fraction
                }
                positions[order[next]] = anchor
                next += 1
            }
            let own = draft.keep(node, parent: anchor)
            while next < order.count, places[order[next]].node == node {
                positions[order[next]] = own
                next += 1
            }
        }
        return (draft.finished(), positions)
    }
}
