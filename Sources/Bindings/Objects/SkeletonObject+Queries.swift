import LuaHost
import SkeletonModel

private func receiver(_ call: borrowing LuaCall) throws(LuaError) -> Skeleton {
    try call.receiver(as: SkeletonObject.self).skeleton
}

/// What the model gives, its errors turned into Lua's.
func answer<Value>(_ ask: () throws(SkeletonError) -> Value) throws(LuaError) -> Value {
    do throws(SkeletonError) {
        return try ask()
    } catch {
        throw LuaError(error)
    }
}

/// Nodes and their distances, as two lists.
private func lists(_ found: [Neighbor]) -> [LuaValue] {
    [.indices(found.map(\.node)), .column(found.map(\.distance))]
}

private func nearest(_ call: borrowing LuaCall) throws(LuaError) -> [LuaValue] {
    let skeleton = try receiver(call)
    let point = try Point3(call.value(1), Argument(1, "point"))
    let options = try NamedArguments(call.optionalTable(2, "options"), of: "nearest", known: ["k", "within"])
    let count = try options.integer("k") ?? 1
    guard count >= 0 else { throw Argument(named: "k").error("0 or more expected, got \(count)") }
    let distance = try options.length("within", in: skeleton) ?? .infinity
    return lists(skeleton.nearestNodes(to: point, count: count, within: distance))
}

private func snap(_ call: borrowing LuaCall) throws(LuaError) -> [LuaValue] {
    let skeleton = try receiver(call)
    let points = try call.value(1).pointList(Argument(1, "points"))
    let options = try NamedArguments(call.optionalTable(2, "options"), of: "snap", known: ["within"])
    let distance = try options.length("within", in: skeleton) ?? .infinity
    let found = skeleton.nearestNode(toEach: points, within: distance)
    return [.indices(found.map { $0?.node ?? -1 }), .column(found.map { $0?.distance ?? .infinity })]
}

private func nearestOnCable(_ call: borrowing LuaCall) throws(LuaError) -> LuaValue {
    let skeleton = try receiver(call)
    let point = try Point3(call.value(1), Argument(1, "point"))
    let options = try NamedArguments(call.optionalTable(2, "options"), of: "nearest_on_cable", known: ["within"])
    let distance = try options.length("within", in: skeleton) ?? .infinity
    guard let found = skeleton.nearestPlace(to: point, within: distance) else { return .nil }
    return .record([
        ("node", .integer(Int64(found.place.node) + 1)), ("fraction", .number(found.place.fraction)),
        ("point", .doubles([found.point.x, found.point.y, found.point.z])), ("distance", .number(found.distance)),
    ])
}

private func findNodes(_ call: borrowing LuaCall) throws(LuaError) -> LuaValue {
    let skeleton = try receiver(call)
    let tests = try nodeTests(call.table(1, "options"), of: "find_nodes", skeleton)
    return .indices(try answer { () throws(SkeletonError) in try skeleton.nodes(satisfying: tests) })
}

private func path(_ call: borrowing LuaCall) throws(LuaError) -> LuaValue {
    let skeleton = try receiver(call)
    let (a, b) = (try position(call, 1, "from", in: skeleton), try position(call, 2, "to", in: skeleton))
    let path = try answer { () throws(SkeletonError) in try skeleton.path(from: a, to: b) }
    return path.map { .indices($0) } ?? .nil
}

private func commonAncestor(_ call: borrowing LuaCall) throws(LuaError) -> LuaValue {
    let skeleton = try receiver(call)
    let (a, b) = (try position(call, 1, "a", in: skeleton), try position(call, 2, "b", in: skeleton))
    let found = try answer { () throws(SkeletonError) in try skeleton.lowestCommonAncestor(a, b) }
    return found.map { .integer(Int64($0) + 1) } ?? .nil
}

private func isDescendant(_ call: borrowing LuaCall) throws(LuaError) -> LuaValue {
    let skeleton = try receiver(call)
    let (node, other) = (try position(call, 1, "i", in: skeleton), try position(call, 2, "of", in: skeleton))
    return .boolean(try answer { () throws(SkeletonError) in try skeleton.isDescendant(node, of: other) })
}

private func ancestors(_ call: borrowing LuaCall) throws(LuaError) -> LuaValue {
    let skeleton = try receiver(call)
    let node = try position(call, 1, "i", in: skeleton)
    return .indices(try answer { () throws(SkeletonError) in try skeleton.ancestors(of: node) })
}

private func descendants(_ call: borrowing LuaCall) throws(LuaError) -> LuaValue {
    let skeleton = try receiver(call)
    let node = try position(call, 1, "i", in: skeleton)
    return .indices(try answer { () throws(SkeletonError) in Array(try skeleton.descendants(of: node)) })
}

private func children(_ call: borrowing LuaCall) throws(LuaError) -> LuaValue {
    let skeleton = try receiver(call)
    return .indices(Array(skeleton.children[try position(call, 1, "i", in: skeleton)]))
}

private func sectionOf(_ call: borrowing LuaCall) throws(LuaError) -> LuaValue {
    let skeleton = try receiver(call)
    let node = try position(call, 1, "i", in: skeleton)
    return .indices(try answer { () throws(SkeletonError) in try skeleton.section(of: node) })
}

private func geodesicDistance(_ call: borrowing LuaCall) throws(LuaError) -> LuaValue {
    let skeleton = try receiver(call)
    let a = try position(call, 1, "a", in: skeleton)
    if call.isAbsent(2) {
        return .column(try answer { () throws(SkeletonError) in try skeleton.geodesicDistances(from: a) })
    }
    let b = try position(call, 2, "b", in: skeleton)
    return .number(try answer { () throws(SkeletonError) in try skeleton.geodesicDistance(a, b) })
}

private func nodesWithin(_ call: borrowing LuaCall) throws(LuaError) -> [LuaValue] {
    let skeleton = try receiver(call)
    let node = try position(call, 1, "i", in: skeleton)
    let distance = try skeleton.length(call.value(2), Argument(2, "distance"))
    return lists(try answer { () throws(SkeletonError) in try skeleton.nodes(within: distance, alongCableFrom: node) })
}

private func farthestTips(_ call: borrowing LuaCall) throws(LuaError) -> [LuaValue] {
    let skeleton = try receiver(call)
    let node = try position(call, 1, "i", in: skeleton)
    let count = Int(try call.optionalInteger(2, "k") ?? 1)
    return lists(try answer { () throws(SkeletonError) in try skeleton.farthestTips(count, from: node) })
}

private func geodesicMatrix(_ call: borrowing LuaCall) throws(LuaError) -> LuaValue {
    let skeleton = try receiver(call)
    let nodes = call.isAbsent(1) ? skeleton.tips : try call.value(1).nodeList(Argument(1, "nodes"), in: skeleton)
    let matrix = try answer { () throws(SkeletonError) in try skeleton.geodesicMatrix(of: nodes) }
    return .object(MatrixObject(matrix, columns: nodes.count))
}

extension SkeletonObject {
    static let queries: [LuaFunction] = [
        LuaFunction(
            "nearest",
            "(point: number[], options?: { k?: integer, within?: number|string }): Int32Array, Float64Array",
            "The nodes nearest to a point, near ones first, and how far they are.",
            nearest
        ).options(
            LuaParameter("k", "integer", "How many nodes.", default: "1"),
            LuaParameter(
                "within",
                "number|string",
                "How far away it may be, in the skeleton's unit or as text with a unit.",
                default: "no limit"
            )
        ),
        LuaFunction(
            "snap",
            "(points: number[][]|{ x: number[], y: number[], z: number[] }, options?: { within?: number|string }): Int32Array, Float64Array",
            "For each point the nearest node, 0 where none is near enough, and how far it is.",
            snap
        ).options(
            LuaParameter(
                "within",
                "number|string",
                "How far away it may be, in the skeleton's unit or as text with a unit.",
                default: "no limit"
            )
        ),
        LuaFunction(
            "nearest_on_cable",
            "(point: number[], options?: { within?: number|string }): { node: integer, fraction: number, point: number[], distance: number }?",
            "The nearest place on the cable: a fraction of the way from a node to its parent.",
            nearestOnCable
        ).options(
            LuaParameter(
                "within",
                "number|string",
                "How far away it may be, in the skeleton's unit or as text with a unit.",
                default: "no limit"
            )
        ),
        LuaFunction(
            "find_nodes",
            "(options: table): Int32Array",
            "The nodes that satisfy all tests, which are those of `prune`.",
            findNodes
        ).options(nodeTestParameters),
        LuaFunction(
            "path",
            "(from: integer, to: integer): Int32Array?",
            "The nodes on the way between two, both included; nil in different trees.",
            path
        ).parameters(
            LuaParameter("from", "The node where it begins, from 1."),
            LuaParameter("to", "The node where it ends, from 1.")
        ),
        LuaFunction(
            "common_ancestor",
            "(a: integer, b: integer): integer?",
            "The node farthest from the root that both lie beyond or are; nil in different trees.",
            commonAncestor
        ),
        LuaFunction("ancestors", "(i: integer): Int32Array", "A node and all nodes from there to the root.", ancestors),
        LuaFunction("descendants", "(i: integer): Int32Array", "A node and all beyond it, depth first.", descendants),
        LuaFunction(
            "is_descendant",
            "(i: integer, of: integer): boolean",
            "Whether a node is another one or lies beyond it.",
            isDescendant
        ).parameters(
            LuaParameter("of", "The node above, from 1.")
        ),
        LuaFunction("children", "(i: integer): Int32Array", "The nodes whose parent a node is.", children),
        LuaFunction(
            "section_of",
            "(i: integer): Int32Array",
            "The nodes of the section that a node lies in or ends, the proximal end first.",
            sectionOf
        ),
        LuaFunction(
            "geodesic_distance",
            "(a: integer, b?: integer): number|Float64Array",
            "The distance along the cable between two nodes, or from one to each; infinite between trees.",
            geodesicDistance
        ).parameters(LuaParameter("b", "The other node's index, from 1.", default: "nil: all nodes")),
        LuaFunction(
            "nodes_within",
            "(i: integer, distance: number|string): Int32Array, Float64Array",
            "The nodes that are no farther from a node along the cable, and how far they are.",
            nodesWithin
        ).parameters(
            LuaParameter("distance", "How far along the cable, in the skeleton's unit or as text with a unit.")
        ),
        LuaFunction(
            "farthest_tips",
            "(i: integer, k?: integer): Int32Array, Float64Array",
            "The tips farthest from a node along the cable, far ones first, and how far they are.",
            farthestTips
        ).parameters(
            LuaParameter("k", "How many.", default: "1")
        ),
        LuaFunction(
            "geodesic_matrix",
            "(nodes?: integer[]): Matrix",
            "The distances along the cable between all pairs of some nodes, or of all tips.",
            geodesicMatrix
        ).parameters(LuaParameter("nodes", "Indices of nodes, from 1.", default: "nil: the tips")),
    ]
}
