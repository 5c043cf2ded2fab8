/// The children of every node, in one array.
public struct ChildTable: Sendable, Hashable {
    // The children of node i are list[starts[i]..<starts[i + 1]].
    private let starts: [Int32]
    private let list: [Int32]

    /// The table of a forest in which `parents` gives each node's parent, −1 for none, in any order.
    init(parents: [Int32]) {
        var starts = [Int32](repeating: 0, count: parents.count + 1)
        for parent in parents where parent >= 0 { starts[Int(parent) + 1] += 1 }
        for index in parents.indices { starts[index + 1] += starts[index] }
        var next = starts
        var list = [Int32](repeating: 0, count: Int(starts[parents.count]))
        for (node, parent) in parents.enumerated() where parent >= 0 {
            list[Int(next[Int(parent)])] = Int32(node)
            next[Int(parent)] += 1
        }
        self.starts = starts
        self.list = list
    }

    /// The positions of a node's children, ascending.
    public subscript(position: Int) -> ArraySlice<Int32> {
        list[Int(starts[position])..<Int(starts[position + 1])]
    }

    /// How many children a node has.
    public func count(of position: Int) -> Int {
        Int(starts[position + 1] - starts[position])
    }
}
