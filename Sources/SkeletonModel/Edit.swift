/// What an edit gives: the new skeleton, and for each old position the new one that stands for it, −1 for none.
///
/// Ids of nodes that stay never change; new nodes get ids above all others. Header, metadata, columns and the
/// level-2 map come along.
public typealias Edited = (skeleton: Skeleton, nodeMap: [Int32])

/// One way to make another skeleton out of a skeleton.
public struct Edit: Sendable, Hashable {
    /// The name in Lua.
    public let name: String
    /// What it does, in one line.
    public let summary: String

    /// All edits.
    public static let all: [Edit] = [
        .reroot, .pruneTwigs, .pruneStrahler, .prune, .subtree, .cut, .keepLargest, .keepLongest, .downsample,
        .resample, .simplify, .smooth, .despike, .insertNodes, .heal, .stitch, .mergeVertices, .split, .splitNeurites,
        .transform, .collapseSoma, .threePointSoma, .renumber, .sort, .combine,
    ]

    /// The edit of a name, nil when there is none.
    public static func named(_ name: String) -> Edit? {
        all.first { $0.name == name }
    }
}
