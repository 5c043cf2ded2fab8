/// The order in which a depth-first walk meets the nodes: what lies beyond a node is one range of it.
///
/// Roots, and the children of each node, in the order of their positions.
public struct Preorder: Sendable, Hashable {
    /// The nodes in the order of the walk.
    public let nodes: [Int32]
    /// For each node its place in the walk.
    public let place: [Int32]
    /// For each node the number of nodes at or beyond it.
    public let size: [Int32]

    /// The walk through a forest whose parents come before their children.
    init(parents: [Int32]) {
        var size = [Int32](repeating: 1, count: parents.count)
        for node in stride(from: parents.count - 1, through: 0, by: -1) where parents[node] >= 0 {
            size[Int(parents[node])] += size[node]
        }
        var place = [Int32](repeating: 0, count: parents.count)
        // Where the next child of each node goes.
        var next = place
        var nextRoot: Int32 = 0
        for (node, parent) in parents.enumerated() {
            if parent < 0 {
                place[node] = nextRoot
                nextRoot += size[node]
            } else {
                place[node] = next[Int(parent)]
                next[Int(parent)] += size[node]
            }
            next[node] = place[node] + 1
        }
        nodes = ParentsFirst.inverse(place)
        self.place = place
        self.size = size
    }

    /// The node and all nodes beyond it, in the order of the walk.
    public func beyond(_ node: Int) -> ArraySlice<Int32> {
        nodes[Int(place[node])..<Int(place[node] + size[node])]
    }

    /// Whether a node is the other, or lies beyond it.
    public func isBeyond(_ node: Int, _ other: Int) -> Bool {
        place[node] >= place[other] && place[node] - place[other] < size[other]
    }
}
