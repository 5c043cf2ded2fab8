/// A skeleton that was mended, and all that was done to it.
public struct Repair: Sendable {
    /// Which fixes are applied, and how far they go.
    public struct Options: Sendable {
        /// The fixes; their order is always that of the catalog.
        public var fixes: [RepairFix]
        /// The longest link that is made between nodes, in the skeleton's unit.
        public var maxDistance: Double

        /// The usual fixes, and links of any length, unless said otherwise.
        public init(fixes: [RepairFix] = RepairFix.all.filter(\.isUsual), maxDistance: Double = .infinity) {
            (self.fixes, self.maxDistance) = (fixes, maxDistance)
        }
    }

    /// What a fix did.
    public struct Step: Sendable, Hashable, CustomStringConvertible {
        /// Which fix.
        public let fix: String
        /// What it counts.
        public let fault: String
        /// How many of those there were.
        public let before: Int
        /// How many there are now.
        public let after: Int
        /// Each change in a sentence, a thousand at most; nodes have the ids that they had before.
        public let changes: [String]

        /// `fix-radius: radii that are not known: 12 before, 0 after`.
        public var description: String { "\(fix): \(fault): \(before) before, \(after) after" }
    }

    /// The mended skeleton.
    public let skeleton: Skeleton
    /// For each old position the new one that stands for it; no node is without one.
    public let nodeMap: [Int32]
    /// One step for each fix, in their order, also for those that had nothing to do.
    public let steps: [Step]

    /// Whether anything was done.
    public var isChanged: Bool { steps.contains { !$0.changes.isEmpty } }

    /// Mends a skeleton.
    public init(_ skeleton: Skeleton, _ options: Options = Options()) throws(SkeletonError) {
        try self.init(skeleton, orphans: [], options)
    }

    /// Reads SWC text, plain or in gzip, and mends what it holds.
    ///
    /// Throws, as a lenient reader does, where there is no one sensible reading.
    public init(
        swc bytes: [UInt8],
        unit: LengthUnit? = nil,
        _ options: Options = Options()
    ) throws(SkeletonError) {
        let read = try SWC.parse(bytes, options: .init(unit: unit))
        try self.init(read, orphans: Repair.orphans(of: read, in: bytes), options)
    }

    /// The nodes whose parent is not in the text.
    static func orphans(of skeleton: Skeleton, in text: [UInt8]) -> [Int32] {
        let (parentIDs, row) = (SWC.lintReading(text).parentIDs, skeleton.sourceRow)
        return skeleton.sameNodes.filter { node in
            // Where 0 stands for a parent that is not there it means that there is none.
            let parentID = parentIDs[Int(row[Int(node)])]
            return parentID > 0 && skeleton.parents[Int(node)] < 0 && skeleton.id(of: Int(node)) != parentID
        }
    }

    init(_ skeleton: Skeleton, orphans: [Int32], _ options: Options) throws(SkeletonError) {
        guard options.maxDistance >= 0 else { throw .badOption("the longest link must be 0 or more") }
        var draft = RepairDraft(skeleton, orphans: orphans, maxDistance: options.maxDistance)
        let wanted = RepairFix.all.filter { fix in options.fixes.contains { $0.name == fix.name } }
        // Again as long as one fix leaves something for another: each takes nodes, trees or faults away, so that this
        // ends, and a second repair then finds nothing to do.
        var hasChanged = true
        while hasChanged {
            hasChanged = false
            for fix in wanted {
                draft.begin()
                try fix.apply(&draft)
                if draft.finish(fix) { hasChanged = true }
            }
        }
        (self.skeleton, nodeMap) = (draft.skeleton, draft.nodeMap)
        steps = wanted.map { draft.step(of: $0) }
    }
}
