/// A forest cut at its branch points: each child of a branch point starts a segment, and so does each root.
struct Segments: Sendable {
    /// The segment of each vertex.
    private(set) var segmentOf: [Int32]
    /// The rootward end of each segment.
    private(set) var tops: [Int32] = []

    init(_ forest: RootedForest) {
        segmentOf = [Int32](repeating: 0, count: forest.parents.count)
        for vertex in forest.order {
            let parent = Int(forest.parents[Int(vertex)])
            if parent >= 0, forest.childCounts[parent] == 1 {
                segmentOf[Int(vertex)] = segmentOf[parent]
            } else {
                segmentOf[Int(vertex)] = Int32(tops.count)
                tops.append(vertex)
            }
        }
    }
}
