extension Edit {
    package static let resample = Edit(name: "resample", summary: "Puts nodes at equal distances along each section.")
}

extension Skeleton {
    /// Each section in pieces of equal length, as near to a spacing as a whole number of pieces allows.
    ///
    /// Ends of sections stay. New nodes lie on the old cable, with a radius between those of their neighbours and the
    /// type of the farther one. Throws when that would make more nodes than 2^31.
    public func resampled(spacing: Double) throws(SkeletonError) -> Edited {
        try Skeleton.check(spacing, "the spacing", isPositive: true)
        let expected = cableLength / spacing + Double(nodeCount)
        guard expected < Double(Int32.max) else {
            throw .badOption("a spacing of \(Decimal.shortest(spacing)) would make more nodes than 2^31")
        }
        var resampling = Resampling(self, spacing: spacing, capacity: Int(cableLength / spacing) + nodeCount / 8 + 16)
        let counts = childCounts
        for (node, parent) in parents.enumerated() where parent < 0 || counts[node] != 1 {
            if parent < 0 { resampling.draft.keep(node, parent: -1) } else { resampling.addSection(to: node, counts) }
        }
        return resampling.draft.finished()
    }
}

/// The sections of a skeleton on their way to nodes at equal distances.
private struct Resampling {
    var draft: SkeletonDraft
    private let skeleton: Skeleton
    private let spacing: Double
    // The section's nodes from its distal end, and how far each is from there.
    private var path: [Int32] = []
    private var arc: [Double] = []

    init(_ skeleton: Skeleton, spacing: Double, capacity: Int) {
        (self.skeleton, self.spacing) = (skeleton, spacing)
        draft = SkeletonDraft(skeleton, capacity: capacity)
    }

    mutating func addSection(to end: Int, _ counts: [Int32]) {
        measure(end, counts)
        let last = path.count - 1
        let length = arc[last]
        let pieces = max(1, Int((length / spacing + 0.5).rounded(.down)))
        let start = draft.nodeMap[Int(path[last])]
        let first = Int32(draft.nodeCount)
        var (parent, edge) = (start, last)
        for piece in 1..<max(pieces, 1) {
            let place = length * Double(pieces - piece) / Double(pieces)
            while edge > 1, arc[edge - 1] > place { edge -= 1 }
            let (far, near) = (Int(path[edge - 1]), Int(path[edge]))
            let way = arc[edge] - arc[edge - 1]
            let fraction = way > 0 ? min(max((place - arc[edge - 1]) / way, 0), 1) : 0
            parent = draft.add(from: far, to: near, fraction: fraction, type: skeleton.types[far], parent: parent)
        }
        let distal = draft.keep(end, parent: parent)
        for index in 1..<max(last, 1) {
            // Counted from the distal end; of two equally near ones the proximal one.
            let step = length > 0 ? (arc[index] / length * Double(pieces) + 0.5).rounded(.down) : Double(pieces)
            let piece = pieces - min(Int(step), pieces)
            draft.nodeMap[Int(path[index])] = piece == 0 ? start : piece == pieces ? distal : first + Int32(piece) - 1
        }
    }

    private mutating func measure(_ end: Int, _ counts: [Int32]) {
        path.removeAll(keepingCapacity: true)
        arc.removeAll(keepingCapacity: true)
        path.append(Int32(end))
        arc.append(0)
        var (node, length) = (end, 0.0)
        repeat {
            let parent = Int(skeleton.parents[node])
            length += skeleton.edgeLength(node, parent)
            path.append(Int32(parent))
            arc.append(length)
            node = parent
        } while skeleton.parents[node] >= 0 && counts[node] == 1
    }
}
