/// One way to mend what is wrong with a skeleton.
public struct RepairFix: Sendable {
    /// The word by which people ask for it.
    public let name: String
    /// What it does, in one line.
    public let summary: String
    /// What it counts before and after, in the plural: `radii that are not known`.
    public let fault: String
    /// Whether it is applied unless fixes are named: it changes nothing that was drawn on purpose.
    public let isUsual: Bool
    let apply: @Sendable (inout RepairDraft) throws(SkeletonError) -> Void

    init(
        name: String,
        summary: String,
        fault: String,
        isUsual: Bool,
        apply: @escaping @Sendable (inout RepairDraft) throws(SkeletonError) -> Void
    ) {
        (self.name, self.summary, self.fault) = (name, summary, fault)
        (self.isUsual, self.apply) = (isUsual, apply)
    }

    /// All fixes, in the order in which they are applied.
    public static let all: [RepairFix] = [
        .sort, .renumber, .dropDuplicatePoints, .reparentToNearest, .heal, .fixRadius, .retypeByParent, .collapseSoma,
    ]

    /// The fix of a name, nil when there is none.
    public static func named(_ name: String) -> RepairFix? {
        all.first { $0.name == name }
    }
}
