public import SkeletonModel

/// What can go wrong between a level-2 graph and its skeleton.
public enum SkeletonizationError: UserFacingError, Equatable {
    /// A level-2 graph file is at fault; `line` counts from 1 and is nil where no single line is to blame.
    case badFile(path: String, line: Int?, fault: Level2GraphFault)
    /// A graph that came from no file is at fault.
    case badGraph(rootID: RootID, fault: Level2GraphFault)
    /// An option makes no sense; `name` is its name in Lua.
    case badOption(name: String, problem: String)
    /// The root index is not the position of a node.
    case rootIndexOutOfRange(index: Int, nodeCount: Int)
    /// The root index names a node of a part that has no skeleton.
    case rootIndexWithoutSkeleton(index: Int)
    /// Every component has `threshold` nodes or fewer.
    case nothingAboveThreshold(rootID: RootID, threshold: Int)
    /// Level-2 nodes without a coordinate; `ids` are the first few of them.
    case missingCoordinates(rootID: RootID, count: Int, ids: [Int64])
    /// The task that asked for the skeleton was cancelled.
    case cancelled

    /// The sentence people read.
    public var description: String {
        switch self {
        case .badFile(let path, let line?, let fault): "\(path):\(line): \(fault)"
        case .badFile(let path, nil, let fault): "\(path): \(fault)"
        case .badGraph(let rootID, let fault): "level-2 graph of root id \(rootID): \(fault)"
        case .badOption(let name, let problem): "option '\(name)' \(problem)"
        case .rootIndexOutOfRange(let index, let nodeCount):
            "root index \(index) is outside the graph's \(nodeCount) \(nodeCount == 1 ? "node" : "nodes")"
        case .rootIndexWithoutSkeleton(let index):
            "the node with root index \(index) belongs to a part of the graph that has no skeleton"
        case .nothingAboveThreshold(let rootID, let threshold):
            "root id \(rootID) has no component of more than \(threshold) nodes (component_threshold)"
        case .missingCoordinates(let rootID, let count, let ids):
            Self.missingCoordinatesSentence(rootID, count, ids)
        case .cancelled: "skeletonization was cancelled"
        }
    }

    /// The word scripts compare.
    public var code: String {
        switch self {
        case .badFile, .badGraph: "bad_graph"
        case .badOption, .rootIndexOutOfRange, .rootIndexWithoutSkeleton: "bad_option"
        case .nothingAboveThreshold: "nothing_above_threshold"
        case .missingCoordinates: "missing_coordinates"
        case .cancelled: "cancelled"
        }
    }

    /// The path and line of a file at fault, or the root id.
    public var details: [String: JSONValue] {
        switch self {
        case .badFile(let path, let line?, _): ["path": .string(path), "line": .integer(Int64(line))]
        case .badFile(let path, nil, _): ["path": .string(path)]
        case .badGraph(let rootID, _), .nothingAboveThreshold(let rootID, _): ["root_id": .integer(rootID.value)]
        case .missingCoordinates(let rootID, let count, _):
            ["root_id": .integer(rootID.value), "count": .integer(Int64(count))]
        case .badOption, .rootIndexOutOfRange, .rootIndexWithoutSkeleton, .cancelled: [:]
        }
    }

    private static func missingCoordinatesSentence(_ rootID: RootID, _ count: Int, _ ids: [Int64]) -> String {
        let named = ids.map(String.init).joined(separator: ", ") + (count > ids.count ? ", …" : "")
        let nodes = count == 1 ? "1 level-2 node" : "\(count) level-2 nodes"
        return "root id \(rootID): \(nodes) without a coordinate (\(named))"
    }
}
