/// A skeleton that is being mended.
struct RepairDraft {
    private(set) var skeleton: Skeleton
    /// For each position of the source the one that stands for it now.
    private(set) var nodeMap: [Int32]
    /// Roots whose parent is not in the source, by their position now.
    private(set) var orphans: [Int32]
    /// Rows of the source that come before their parent's.
    private(set) var disorderedRows: [Int32]
    let maxDistance: Double
    private var names: NodeNames
    private var tallies: [String: Tally] = [:]
    private var current = Tally()

    private struct Tally {
        var before: Int?
        var after = 0
        var changes: [String] = []
        var count = 0
    }

    init(_ skeleton: Skeleton, orphans: [Int32], maxDistance: Double) {
        (self.skeleton, self.orphans, self.maxDistance) = (skeleton, orphans, maxDistance)
        nodeMap = skeleton.sameNodes
        names = NodeNames(ids: skeleton.ids)
        let row = skeleton.sourceRow
        disorderedRows = skeleton.sameNodes.filter { node in
            let parent = skeleton.parents[Int(node)]
            return parent >= 0 && row[Int(parent)] > row[Int(node)]
        }
    }

    /// Says how many faults there are, and how many will be left.
    mutating func count(before: Int, after: Int = 0) {
        (current.before, current.after) = (before, after)
    }

    /// Says what is changed, with the names that nodes have for the reader.
    mutating func note(_ change: (_ name: NodeNames) -> String) {
        current.count += 1
        if current.changes.count < LintNotes.limit { current.changes.append(change(names)) }
    }

    /// Goes on with another skeleton.
    mutating func replace(by edited: Edited) {
        let (edited, map) = edited
        names = names.carried(to: edited, map)
        nodeMap = nodeMap.map { $0 < 0 ? -1 : map[Int($0)] }
        orphans = orphans.map { map[Int($0)] }.filter { $0 >= 0 && edited.parents[Int($0)] < 0 }
        disorderedRows = []
        skeleton = edited
    }

    /// Goes on with other types or radii.
    mutating func set(types: [Int32]? = nil, radius: [Double]? = nil) {
        if let types { skeleton.types = types }
        if let radius { skeleton.radius = radius }
    }

    /// Takes note that rows are in order now.
    mutating func acceptOrder() { disorderedRows = [] }

    mutating func begin() { current = Tally() }

    /// Adds what was done to what the fix did before; whether it was anything.
    mutating func finish(_ fix: RepairFix) -> Bool {
        var tally = tallies[fix.name] ?? Tally()
        tally.before = max(tally.before ?? 0, current.before ?? 0)
        tally.after = current.after
        tally.count += current.count
        tally.changes += current.changes.prefix(LintNotes.limit - tally.changes.count)
        tallies[fix.name] = tally
        return current.count > 0
    }

    func step(of fix: RepairFix) -> Repair.Step {
        let tally = tallies[fix.name] ?? Tally()
        return Repair.Step(
            fix: fix.name,
            fault: fix.fault,
            before: tally.before ?? 0,
            after: tally.after,
            changes: tally.changes
        )
    }
}

/// The ids that nodes had in the source.
struct NodeNames {
    fileprivate let ids: [Int64]

    /// The id of a node by its position now.
    func callAsFunction(_ position: some BinaryInteger) -> Int64 { ids[Int(position)] }

    /// Of several nodes that became one the first keeps its name.
    fileprivate func carried(to edited: Skeleton, _ map: [Int32]) -> NodeNames {
        var carried = [Int64?](repeating: nil, count: edited.nodeCount)
        for (old, new) in map.enumerated() where new >= 0 && carried[Int(new)] == nil { carried[Int(new)] = ids[old] }
        return NodeNames(ids: carried.enumerated().map { $1 ?? edited.id(of: $0) })
    }
}
