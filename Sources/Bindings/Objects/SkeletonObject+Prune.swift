import LuaHost
import SkeletonModel

private let testOptions = [
    "min_depth", "max_depth", "min_tree_length", "max_tree_length", "min_section_length",
    "max_section_length", "min_radius", "max_radius", "types", "box", "center", "min_distance", "max_distance", "mask",
]

/// `sk:prune{ … }`: keeps what satisfies all that is asked for.
func prune(_ call: borrowing LuaCall) throws(LuaError) -> [LuaValue] {
    let skeleton = try call.receiver(as: SkeletonObject.self).skeleton
    let options = try NamedArguments(call.table(1, "options"), of: Edit.prune.name, known: testOptions + ["bridge"])
    let tests = try tests(options, skeleton)
    let bridge = try options.boolean("bridge") ?? false
    do throws(SkeletonError) {
        let (edited, nodeMap) = try skeleton.pruned(to: tests, bridge: bridge)
        return [.object(SkeletonObject(edited, in: call.engine)), .indices(nodeMap)]
    } catch {
        throw LuaError(error)
    }
}

/// The tests that a table of options asks for.
func nodeTests(_ table: LuaTable, of function: String, _ skeleton: Skeleton) throws(LuaError) -> [NodeTest] {
    try tests(NamedArguments(table, of: function, known: testOptions), skeleton)
}

private func tests(_ options: NamedArguments, _ skeleton: Skeleton) throws(LuaError) -> [NodeTest] {
    var tests: [NodeTest] = []
    func add(_ range: ClosedRange<Double>?, _ test: (ClosedRange<Double>) -> NodeTest) {
        if let range { tests.append(test(range)) }
    }
    add(try options.lengths("min_depth", "max_depth", in: skeleton), NodeTest.depth)
    add(try options.lengths("min_tree_length", "max_tree_length", in: skeleton), NodeTest.treeLength)
    add(try options.lengths("min_section_length", "max_section_length", in: skeleton), NodeTest.sectionLength)
    add(try options.lengths("min_radius", "max_radius", in: skeleton), NodeTest.radius)
    if let value = options.value("types") { tests.append(.types(try nodeTypes(value))) }
    if let value = options.value("box") { tests.append(.box(try box(value))) }
    if let shell = try shell(options, skeleton) { tests.append(shell) }
    if let value = options.value("mask") { tests.append(.mask(try mask(value))) }
    return tests
}

/// A type or a list of types, by name or number.
private func nodeTypes(_ value: LuaValue) throws(LuaError) -> Set<Int32> {
    guard let table = value.table else { return [try nodeType(value)] }
    var types: Set<Int32> = []
    for item in table.list { types.insert(try nodeType(item)) }
    return types
}

private func box(_ value: LuaValue) throws(LuaError) -> BoundingBox {
    let argument = Argument(named: "box")
    guard let table = value.table, let low = table["low"], let high = table["high"] else {
        throw argument.error("a table with 'low' and 'high' expected, got \(value.typeName)")
    }
    return BoundingBox(low: try Point3(low, argument), high: try Point3(high, argument))
}

private func shell(_ options: NamedArguments, _ skeleton: Skeleton) throws(LuaError) -> NodeTest? {
    let radii = try options.lengths("min_distance", "max_distance", in: skeleton)
    let center = try options.point("center")
    guard let center, let radii else {
        if radii == nil, center == nil { return nil }
        let missing = center == nil ? "center" : "max_distance"
        throw LuaError(
            code: "bad_argument",
            "prune: 'center' goes with 'min_distance', 'max_distance'; no '\(missing)'"
        )
    }
    return .shell(center: center, radii: radii)
}

private func mask(_ value: LuaValue) throws(LuaError) -> [Bool] {
    let argument = Argument(named: "mask")
    // What comparisons of arrays give.
    if case .object(let mask as LuaTypedArray<UInt8>) = value {
        return mask.listTable.list.map { $0 != .integer(0) }
    }
    guard let table = value.table, table.fields.isEmpty else {
        throw argument.error(expected: "list of booleans", got: value)
    }
    var mask: [Bool] = []
    mask.reserveCapacity(table.list.count)
    for item in table.list {
        guard case .boolean(let flag) = item else {
            throw argument.error("a list of booleans expected, found a \(item.typeName) in it")
        }
        mask.append(flag)
    }
    return mask
}

extension SkeletonObject {
    /// The tests of nodes, as `prune` and `find_nodes` take them.
    static let nodeTestParameters = [
        LuaParameter(
            "min_depth",
            "number|string",
            "Path length to the root at least, in the skeleton's unit or as text with a unit.",
            default: "no limit"
        ),
        LuaParameter(
            "max_depth",
            "number|string",
            "Path length to the root at most, in the skeleton's unit or as text with a unit.",
            default: "no limit"
        ),
        LuaParameter(
            "min_tree_length",
            "number|string",
            "Cable length of the node's tree at least, in the skeleton's unit or as text with a unit.",
            default: "no limit"
        ),
        LuaParameter(
            "max_tree_length",
            "number|string",
            "Cable length of the node's tree at most, in the skeleton's unit or as text with a unit.",
            default: "no limit"
        ),
        LuaParameter(
            "min_section_length",
            "number|string",
            "Length of the node's section at least, in the skeleton's unit or as text with a unit.",
            default: "no limit"
        ),
        LuaParameter(
            "max_section_length",
            "number|string",
            "Length of the node's section at most, in the skeleton's unit or as text with a unit.",
            default: "no limit"
        ),
        LuaParameter(
            "min_radius",
            "number|string",
            "Radius at least, in the skeleton's unit or as text with a unit.",
            default: "no limit"
        ),
        LuaParameter(
            "max_radius",
            "number|string",
            "Radius at most, in the skeleton's unit or as text with a unit.",
            default: "no limit"
        ),
        LuaParameter(
            "types",
            "string|integer|(string|integer)[]",
            "SWC types, by name or number.",
            default: "all types"
        ),
        LuaParameter("box", "{ low: number[], high: number[] }", "A box along the axes.", default: "everywhere"),
        LuaParameter("center", "number[]", "The middle of a shell.", default: "no shell"),
        LuaParameter("min_distance", "number|string", "The inner radius of the shell.", default: "0"),
        LuaParameter("max_distance", "number|string", "The outer radius of the shell.", default: "no limit"),
        LuaParameter("mask", "boolean[]", "A flag for each node.", default: "all nodes"),
    ]
}
