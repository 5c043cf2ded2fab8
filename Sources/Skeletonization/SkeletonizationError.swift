public import SkeletonModel

/// What can go wrong between a level-2 graph and its skeleton.
public enum SkeletonizationError: UserFacingError, Equatable {
    /// A level-2 graph file is at fault; `line` counts from 1 and is nil where no single line is to blame.
    case badFile(path: String, line: Int?, fault: Level2GraphFault)
    /// A graph that came from no file is at fault.
    case badGraph(rootID: RootID, fault: Level2GraphFault)
    /// A triangle mesh or its file is at fault; `path` is nil for a mesh that came from no file.
    case badMesh(path: String?, place: InputPlace?, fault: MeshFault)
    /// A label volume or one of its files is at fault.
    case badVolume(path: String?, fault: VolumeFault)
    /// A file could not be read.
    case file(FileError)
    /// Nothing that skeletons can be made from; `problem` says what was expected.
    case unknownInput(path: String, problem: String)
    /// An option makes no sense; `name` is its name in Lua.
    case badOption(name: String, problem: String)
    /// The root index is not the position of a node.
    case rootIndexOutOfRange(index: Int, nodeCount: Int)
    /// The root index names a node of a part that has no skeleton.
    case rootIndexWithoutSkeleton(index: Int)
    /// Every component has `threshold` nodes or fewer.
    case nothingAboveThreshold(rootID: RootID?, threshold: Int)
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
        case .badMesh(let path, let place, let fault): InputPlace.sentence(path ?? "mesh", place, "\(fault)")
        case .badVolume(let path, let fault): InputPlace.sentence(path ?? "label volume", nil, "\(fault)")
        case .file(let error): error.description
        case .unknownInput(let path, let problem): "\(path): \(problem)"
        case .badOption(let name, let problem): "option '\(name)' \(problem)"
        case .rootIndexOutOfRange(let index, let nodeCount):
            "root index \(index) is outside the graph's \(nodeCount) \(nodeCount == 1 ? "node" : "nodes")"
        case .rootIndexWithoutSkeleton(let index):
            "the node with root index \(index) belongs to a part of the graph that has no skeleton"
        case .nothingAboveThreshold(let rootID, let threshold):
            "\(Self.subject(rootID)) has no component of more than \(threshold) nodes (component_threshold)"
        case .missingCoordinates(let rootID, let count, let ids):
            Self.missingCoordinatesSentence(rootID, count, ids)
        case .cancelled: "skeletonization was cancelled"
        }
    }

    /// The word scripts compare.
    public var code: String {
        switch self {
        case .badFile, .badGraph: "bad_graph"
        case .badMesh: "bad_mesh"
        case .badVolume: "bad_volume"
        case .file(let error): error.code
        case .unknownInput: "unknown_input"
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
        case .badGraph(let rootID, _), .nothingAboveThreshold(let rootID?, _): ["root_id": .integer(rootID.value)]
        case .missingCoordinates(let rootID, let count, _):
            ["root_id": .integer(rootID.value), "count": .integer(Int64(count))]
        case .badMesh(let path, let place, _): Self.details(path, place)
        case .badVolume(let path, _): Self.details(path, nil)
        case .file(let error): error.details
        case .unknownInput(let path, _): Self.details(path, nil)
        case .nothingAboveThreshold(nil, _), .badOption, .rootIndexOutOfRange, .rootIndexWithoutSkeleton, .cancelled:
            [:]
        }
    }

    private static func details(_ path: String?, _ place: InputPlace?) -> [String: JSONValue] {
        var details: [String: JSONValue] = [:]
        details["path"] = path.map(JSONValue.string)
        if case .line(let line) = place { details["line"] = .integer(Int64(line)) }
        return details
    }

    private static func subject(_ rootID: RootID?) -> String { rootID.map { "root id \($0)" } ?? "the mesh" }

    private static func missingCoordinatesSentence(_ rootID: RootID, _ count: Int, _ ids: [Int64]) -> String {
        let named = ids.map(String.init).joined(separator: ", ") + (count > ids.count ? ", …" : "")
        let nodes = count == 1 ? "1 level-2 node" : "\(count) level-2 nodes"
        return "root id \(rootID): \(nodes) without a coordinate (\(named))"
    }
}
