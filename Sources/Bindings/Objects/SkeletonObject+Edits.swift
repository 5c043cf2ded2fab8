import LuaHost
import SkeletonModel

/// Makes an edit; gives the new skeleton and the map of nodes.
private func make(
    _ call: borrowing LuaCall,
    _ skeleton: Skeleton,
    _ edit: (Skeleton) throws(SkeletonError) -> Edited
) throws(LuaError) -> [LuaValue] {
    do throws(SkeletonError) {
        let (edited, nodeMap) = try edit(skeleton)
        return [.object(SkeletonObject(edited, in: call.engine)), .indices(nodeMap)]
    } catch {
        throw LuaError(error)
    }
}

private func receiver(_ call: borrowing LuaCall) throws(LuaError) -> Skeleton {
    try call.receiver(as: SkeletonObject.self).skeleton
}

private func options(
    _ call: borrowing LuaCall,
    _ index: Int,
    _ edit: Edit,
    _ known: [String]
) throws(LuaError)
    -> NamedArguments
{
    try NamedArguments(call.optionalTable(index, "options"), of: edit.name, known: known)
}

/// An integer that must not be absent, as Swift counts.
private func count(_ call: borrowing LuaCall, _ index: Int, _ name: String, default absent: Int) throws(LuaError) -> Int
{
    Int(try call.optionalInteger(index, name) ?? Int64(absent))
}

private func pruneTwigs(_ call: borrowing LuaCall) throws(LuaError) -> [LuaValue] {
    let skeleton = try receiver(call)
    let length = try skeleton.length(call.value(1), Argument(1, "length"))
    let options = try options(call, 2, .pruneTwigs, ["recursive", "exact"])
    let isExact = try options.boolean("exact") ?? false
    var passes = 1
    if case .boolean(let isRecursive) = options.value("recursive") {
        passes = isRecursive ? .max : 1
    } else {
        passes = try options.integer("recursive") ?? 1
    }
    return try make(call, skeleton) { (skeleton) throws(SkeletonError) in
        try skeleton.prunedTwigs(noLongerThan: length, passes: passes, isExact: isExact)
    }
}

private func pruneStrahler(_ call: borrowing LuaCall) throws(LuaError) -> [LuaValue] {
    let skeleton = try receiver(call)
    let orders = try integers(call.value(1), Argument(1, "orders"))
    return try make(call, skeleton) { (skeleton) throws(SkeletonError) in
        skeleton.pruned(strahlerOrders: Set(orders.map { Int32(clamping: $0) }))
    }
}

/// An integer or a list of them.
private func integers(_ value: LuaValue, _ argument: Argument) throws(LuaError) -> [Int64] {
    if case .integer(let number) = value { return [number] }
    if case .table(let table) = value, table.fields.isEmpty { return try value.integerList(argument) }
    if case .object = value { return try value.integerList(argument) }
    throw argument.error(expected: "integer or list of integers", got: value)
}

private func subtree(_ call: borrowing LuaCall) throws(LuaError) -> [LuaValue] {
    let skeleton = try receiver(call)
    let position = try position(call, 1, "i", in: skeleton)
    return try make(call, skeleton) { (skeleton) throws(SkeletonError) in try skeleton.subtree(at: position) }
}

private func cut(_ call: borrowing LuaCall) throws(LuaError) -> [LuaValue] {
    let skeleton = try receiver(call)
    let position = try position(call, 1, "i", in: skeleton)
    let keepsStub = try options(call, 2, .cut, ["stub"]).boolean("stub") ?? true
    do throws(SkeletonError) {
        let (distal, proximal) = try skeleton.cut(at: position, keepsStub: keepsStub)
        return [
            .object(SkeletonObject(distal.skeleton, in: call.engine)),
            .object(SkeletonObject(proximal.skeleton, in: call.engine)),
            .indices(distal.nodeMap), .indices(proximal.nodeMap),
        ]
    } catch {
        throw LuaError(error)
    }
}

private func keepLargest(_ call: borrowing LuaCall) throws(LuaError) -> [LuaValue] {
    let trees = try count(call, 1, "k", default: 1)
    return try make(call, receiver(call)) { (skeleton) throws(SkeletonError) in try skeleton.keptLargest(trees) }
}

private func keepLongest(_ call: borrowing LuaCall) throws(LuaError) -> [LuaValue] {
    let segments = try count(call, 1, "k", default: 1)
    return try make(call, receiver(call)) { (skeleton) throws(SkeletonError) in try skeleton.keptLongest(segments) }
}

private func downsample(_ call: borrowing LuaCall) throws(LuaError) -> [LuaValue] {
    let skeleton = try receiver(call)
    var step: Int?
    if case .number(.infinity) = try call.value(1) {} else { step = Int(try call.integer(1, "n")) }
    let options = try options(call, 2, .downsample, ["preserve"])
    let argument = Argument(named: "preserve")
    let preserved = try options.value("preserve")?.nodeList(argument, in: skeleton) ?? []
    return try make(call, skeleton) { (skeleton) throws(SkeletonError) in
        try skeleton.downsampled(every: step, preserving: preserved.map { Int($0) })
    }
}

private func resample(_ call: borrowing LuaCall) throws(LuaError) -> [LuaValue] {
    let skeleton = try receiver(call)
    let spacing = try skeleton.length(call.value(1), Argument(1, "spacing"))
    return try make(call, skeleton) { (skeleton) throws(SkeletonError) in try skeleton.resampled(spacing: spacing) }
}

private func simplify(_ call: borrowing LuaCall) throws(LuaError) -> [LuaValue] {
    let skeleton = try receiver(call)
    let epsilon = try skeleton.length(call.value(1), Argument(1, "epsilon"))
    let includesRadius = try options(call, 2, .simplify, ["radius"]).boolean("radius") ?? false
    return try make(call, skeleton) { (skeleton) throws(SkeletonError) in
        try skeleton.simplified(epsilon: epsilon, includesRadius: includesRadius)
    }
}

private func smooth(_ call: borrowing LuaCall) throws(LuaError) -> [LuaValue] {
    let skeleton = try receiver(call)
    let options = try options(call, 1, .smooth, ["window", "sigma"])
    let (window, sigma) = (try options.integer("window"), try options.length("sigma", in: skeleton))
    if window != nil, sigma != nil {
        throw LuaError(code: "bad_argument", "smooth: both window and sigma given")
    }
    let smoothing = sigma.map(Smoothing.sigma) ?? .window(window ?? 5)
    return try make(call, skeleton) { (skeleton) throws(SkeletonError) in try skeleton.smoothed(smoothing) }
}

private func despike(_ call: borrowing LuaCall) throws(LuaError) -> [LuaValue] {
    let options = try options(call, 1, .despike, ["sigma", "max_length"])
    let (sigma, length) = (try options.number("sigma") ?? 5, try options.integer("max_length") ?? 1)
    return try make(call, receiver(call)) { (skeleton) throws(SkeletonError) in
        try skeleton.despiked(sigma: sigma, maxLength: length)
    }
}

private func split(_ call: borrowing LuaCall) throws(LuaError) -> [LuaValue] {
    let skeleton = try receiver(call)
    let nodes = call.isAbsent(1) ? [] : try call.value(1).nodeList(Argument(1, "nodes"), in: skeleton)
    let split = try answer { () throws(SkeletonError) in try skeleton.split(at: nodes.map { Int($0) }) }
    let engine = call.engine
    return [
        .list(split.trees.map { .object(SkeletonObject($0, in: engine)) }), .indices(split.nodeMap),
        .indices(split.treeOfNode),
    ]
}

private func reroot(_ call: borrowing LuaCall) throws(LuaError) -> [LuaValue] {
    let skeleton = try receiver(call)
    guard let rule = try rootRule(call, skeleton) else {
        let position = try position(call, 1, "i", in: skeleton)
        return try make(call, skeleton) { (skeleton) throws(SkeletonError) in try skeleton.rerooted(at: position) }
    }
    return try make(call, skeleton) { (skeleton) throws(SkeletonError) in try skeleton.rerooted(by: rule) }
}

/// The rule that a name or an option names; nil for an index.
private func rootRule(_ call: borrowing LuaCall, _ skeleton: Skeleton) throws(LuaError) -> RootRule? {
    switch try call.value(1) {
    case .string(let name):
        switch name.description {
        case "soma": return .soma
        case "largest_radius": return .largestRadius
        default:
            throw LuaError.badArgument(
                1,
                "i",
                "integer expected, or 'soma', 'largest_radius' or { farthest_from = i }, got '\(name)'"
            )
        }
    case .table(let table):
        let options = try NamedArguments(table, of: "reroot", known: ["farthest_from"])
        let argument = Argument(named: "farthest_from")
        let nodes = try LuaValue.list([options.value("farthest_from") ?? .nil]).nodeList(argument, in: skeleton)
        return .farthest(from: Int(nodes[0]))
    default: return nil
    }
}

private func collapseSoma(_ call: borrowing LuaCall) throws(LuaError) -> [LuaValue] {
    try make(call, receiver(call)) { (skeleton) throws(SkeletonError) in skeleton.collapsedSoma() }
}

private func threePointSoma(_ call: borrowing LuaCall) throws(LuaError) -> [LuaValue] {
    try make(call, receiver(call)) { (skeleton) throws(SkeletonError) in try skeleton.threePointSoma() }
}

private func renumber(_ call: borrowing LuaCall) throws(LuaError) -> [LuaValue] {
    let first = try call.optionalInteger(1, "first") ?? 1
    return try make(call, receiver(call)) { (skeleton) throws(SkeletonError) in try skeleton.renumbered(from: first) }
}

private func sort(_ call: borrowing LuaCall) throws(LuaError) -> [LuaValue] {
    let name = try call.optionalString(1, "by") ?? SiblingOrder.position.rawValue
    guard let order = SiblingOrder(rawValue: name) else {
        let known = SiblingOrder.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ")
        throw LuaError.badArgument(1, "by", "one of \(known) expected, got '\(name)'")
    }
    return try make(call, receiver(call)) { (skeleton) throws(SkeletonError) in skeleton.sorted(by: order) }
}

extension LuaFunction {
    init(
        _ edit: Edit,
        _ signature: String,
        _ body: @escaping @Sendable (borrowing LuaCall) throws(LuaError) -> [LuaValue]
    ) {
        self.init(edit.name, signature, edit.summary, body)
    }
}

extension SkeletonObject {
    /// What every edit gives: the new skeleton, and the new index of each old node, 0 for none.
    static let edited: String = "Skeleton, Int32Array"

    static let edits: [LuaFunction] = [
        LuaFunction(
            .reroot,
            "(i: integer|'soma'|'largest_radius'|{ farthest_from: integer }): \(edited)",
            reroot
        ),
        LuaFunction(
            .pruneTwigs,
            "(length: number|string, options?: { recursive?: boolean|integer, exact?: boolean }): \(edited)",
            pruneTwigs
        ).options(
            LuaParameter(
                "recursive",
                "boolean|integer",
                "How many times over, or until nothing is left to prune.",
                default: "false"
            ),
            LuaParameter("exact", "boolean", "Shortens longer twigs by the length too.", default: "false")
        ).parameters(
            LuaParameter("length", "The longest twig that goes, in the skeleton's unit or as text with a unit.")
        ),
        LuaFunction(.pruneStrahler, "(orders: integer|integer[]): \(edited)", pruneStrahler).parameters(
            LuaParameter("orders", "The Strahler orders whose nodes go.")
        ),
        LuaFunction(.prune, "(options: table): \(edited)", prune).options(
            nodeTestParameters + [
                LuaParameter("bridge", "boolean", "Joins what is left to the nearest kept ancestor.", default: "false")
            ]
        ),
        LuaFunction(.subtree, "(i: integer): \(edited)", subtree),
        LuaFunction(.cut, "(i: integer, options?: { stub?: boolean }): Skeleton, Skeleton, Int32Array, Int32Array", cut)
            .options(LuaParameter("stub", "boolean", "Leaves the node itself at both parts.", default: "true")),
        LuaFunction(.keepLargest, "(k?: integer): \(edited)", keepLargest).parameters(
            LuaParameter("k", "How many trees are kept.", default: "1")
        ),
        LuaFunction(.keepLongest, "(k?: integer): \(edited)", keepLongest).parameters(
            LuaParameter("k", "How many segments are kept.", default: "1")
        ),
        LuaFunction(.downsample, "(n: number, options?: { preserve?: integer[] }): \(edited)", downsample).options(
            LuaParameter("preserve", "integer[]", "Nodes that stay in any case.", default: "none")
        ).parameters(
            LuaParameter("n", "Every how many nodes one stays; `math.huge` keeps roots, branch points and tips.")
        ),
        LuaFunction(.resample, "(spacing: number|string): \(edited)", resample).parameters(
            LuaParameter("spacing", "How far nodes are apart, in the skeleton's unit or as text with a unit.")
        ),
        LuaFunction(.simplify, "(epsilon: number|string, options?: { radius?: boolean }): \(edited)", simplify).options(
            LuaParameter("radius", "boolean", "Counts a difference of radius as one of place.", default: "false")
        ).parameters(
            LuaParameter("epsilon", "How far the line may be off, in the skeleton's unit or as text with a unit.")
        ),
        LuaFunction(.smooth, "(options?: { window?: integer, sigma?: number|string }): \(edited)", smooth).options(
            LuaParameter("window", "integer", "Over how many nodes, an odd number.", default: "5"),
            LuaParameter(
                "sigma",
                "number|string",
                "Weights by a normal distribution of this width instead.",
                default: "no weights"
            )
        ),
        LuaFunction(.despike, "(options?: { sigma?: number, max_length?: integer }): \(edited)", despike).options(
            LuaParameter("sigma", "number", "From how many standard deviations on a jump is a spike.", default: "5"),
            LuaParameter("max_length", "integer", "How many nodes a spike has at most.", default: "1")
        ),
        LuaFunction(.split, "(nodes?: integer[]): Skeleton[], Int32Array, Int32Array", split).parameters(
            LuaParameter("nodes", "Where trees are cut as well, each node going to the part below.", default: "none")
        ),
        LuaFunction(.transform, "(options: table): \(edited)", transform).options(
            LuaParameter("matrix", "number[][]", "Three rows of four numbers.", default: "none"),
            LuaParameter("scale", "number|number[]", "A factor, or one for each axis.", default: "1"),
            LuaParameter("translate", "number[]", "What is added after scaling.", default: "0, 0, 0")
        ),
        LuaFunction(.collapseSoma, "(): \(edited)", collapseSoma),
        LuaFunction(.threePointSoma, "(): \(edited)", threePointSoma),
        LuaFunction(.renumber, "(first?: integer): \(edited)", renumber).parameters(
            LuaParameter("first", "The first id.", default: "1")
        ),
        LuaFunction(.sort, "(by?: 'position'|'size'|'id'): \(edited)", sort).parameters(
            LuaParameter("by", "What orders siblings.", default: "\"position\"")
        ),
    ]
}
