import LuaHost
import SkeletonModel

private func vertex(_ call: borrowing LuaCall) throws(LuaError) -> [LuaValue] {
    // Only the columns that are read: a skeleton of its own would retain all of them.
    let object = try call.receiver(as: SkeletonObject.self)
    let count = object.skeleton.nodeCount
    let number = try call.integer(1, "i")
    guard number >= 1, number <= count else { throw notANode(number, 1, "i", count) }
    let node = Int(number) - 1
    return [.number(object.skeleton.x[node]), .number(object.skeleton.y[node]), .number(object.skeleton.z[node])]
}

/// The position from 0 that an index from 1 means.
func position(
    _ call: borrowing LuaCall,
    _ index: Int,
    _ name: String,
    in skeleton: Skeleton
) throws(LuaError) -> Int {
    let number = try call.integer(index, name)
    guard number >= 1, number <= skeleton.nodeCount else {
        throw notANode(number, index, name, skeleton.nodeCount)
    }
    return Int(number) - 1
}

private func notANode(_ number: Int64, _ index: Int, _ name: String, _ count: Int) -> LuaError {
    let range = count == 0 ? "the skeleton has no nodes" : "a node from 1 to \(count) expected"
    return LuaError.badArgument(index, name, "\(range), got \(number)")
}

private func measure(_ call: borrowing LuaCall) throws(LuaError) -> LuaValue {
    let skeleton = try call.receiver(as: SkeletonObject.self).skeleton
    var measures = Measure.all
    switch try call.value(1) {
    case .nil: break
    case .string(let name):
        let measure = try namedMeasure(name.description)
        return measure.function(skeleton).map { number($0, of: measure) } ?? .nil
    case .table(let table):
        measures = []
        for item in table.list { measures.append(try namedMeasure(item.text ?? item.typeName)) }
    case let value: throw Argument(1, "names").error(expected: "name or list of names", got: value)
    }
    return .record(
        measures.compactMap { measure in
            measure.function(skeleton).map { (measure.name, number($0, of: measure)) }
        }
    )
}

private func namedMeasure(_ name: String) throws(LuaError) -> Measure {
    if let measure = Measure.named(name) { return measure }
    let names = Measure.all.map(\.name)
    let nearest =
        names.first { $0.hasPrefix(name) } ?? names.min { name.editDistance(to: $0) < name.editDistance(to: $1) }
    throw Argument(1, "names").error("unknown measure '\(name)' (did you mean '\(nearest ?? "")'?)")
}

/// Counts are integers in Lua.
private func number(_ value: Double, of measure: Measure) -> LuaValue {
    if measure.unit == .count, let count = Int64(exactly: value) { return .integer(count) }
    return .number(value)
}

private func cableLength(_ call: borrowing LuaCall) throws(LuaError) -> LuaValue {
    let skeleton = try call.receiver(as: SkeletonObject.self).skeleton
    let options = try NamedArguments(call.optionalTable(1, "options"), of: "cable_length", known: ["type"])
    guard let value = options.value("type") else { return .number(skeleton.cableLength) }
    return .number(skeleton.cableLength(ofType: try nodeType(value)))
}

private let typeNames: [String: Int32] = [
    "undefined": 0, "soma": 1, "axon": 2, "dendrite": 3, "basal_dendrite": 3, "apical_dendrite": 4,
]

func nodeType(_ value: LuaValue) throws(LuaError) -> Int32 {
    let argument = Argument(named: "type")
    switch value {
    case .integer(let number):
        guard let type = Int32(exactly: number) else { throw argument.error("no SWC type is \(number)") }
        return type
    case .string(let name):
        guard let type = typeNames[name.description] else {
            let known = typeNames.keys.sorted().joined(separator: ", ")
            throw argument.error("unknown type '\(name)' (known: \(known), and numbers)")
        }
        return type
    default: throw argument.error(expected: "name or number of a type", got: value)
    }
}

private func tips(_ call: borrowing LuaCall) throws(LuaError) -> LuaValue {
    .indices(try call.receiver(as: SkeletonObject.self).skeleton.tips)
}

private func branchPoints(_ call: borrowing LuaCall) throws(LuaError) -> LuaValue {
    .indices(try call.receiver(as: SkeletonObject.self).skeleton.branchPoints)
}

private func rootDistance(_ call: borrowing LuaCall) throws(LuaError) -> LuaValue {
    .column(try call.receiver(as: SkeletonObject.self).skeleton.rootDistance)
}

private func boundingBox(_ call: borrowing LuaCall) throws(LuaError) -> LuaValue {
    guard let box = try call.receiver(as: SkeletonObject.self).skeleton.boundingBox else { return .nil }
    return .record([
        ("low", .doubles([box.low.x, box.low.y, box.low.z])), ("high", .doubles([box.high.x, box.high.y, box.high.z])),
    ])
}

private func toUnit(_ call: borrowing LuaCall) throws(LuaError) -> LuaValue {
    let skeleton = try call.receiver(as: SkeletonObject.self).skeleton
    let name = try call.string(1, "unit")
    guard let unit = LengthUnit(name) else {
        throw LuaError.badArgument(1, "unit", "a unit such as 'nm', 'um' or '8 nm' expected, got '\(name)'")
    }
    do throws(SkeletonError) {
        return .object(SkeletonObject(try skeleton.converted(to: unit), in: call.engine))
    } catch {
        throw LuaError(error)
    }
}

private func write(_ call: borrowing LuaCall) throws(LuaError) -> [LuaValue] {
    let skeleton = try call.receiver(as: SkeletonObject.self).skeleton
    let path = try call.path(1, "path", for: .writing)
    do throws(SkeletonError) {
        try SkeletonFormat.writeFile(skeleton, to: path)
    } catch {
        throw LuaError(error)
    }
    return []
}

private func toTable(_ call: borrowing LuaCall) throws(LuaError) -> LuaValue {
    let skeleton = try call.receiver(as: SkeletonObject.self).skeleton
    let options = try NamedArguments(call.optionalTable(1, "options"), of: "to_table", known: ["index_base"])
    let base = try indexBase(options)
    return LuaValue(skeleton.arrays(), indexBase: base)
}

/// 0 or 1, which is the default.
func indexBase(_ options: NamedArguments) throws(LuaError) -> Int {
    let base = try options.integer("index_base") ?? 1
    guard base == 0 || base == 1 else { throw Argument(named: "index_base").error("0 or 1 expected, got \(base)") }
    return base
}

extension LuaValue {
    /// The service's dictionary, in its own order, with indices that count from `indexBase`.
    init(_ arrays: SkeletonArrays, indexBase: Int) {
        let base = Int64(indexBase)
        func indices(_ values: [Int32]) -> [Int64] { values.map { Int64($0) + base } }
        var fields: [(String, LuaValue)] = [
            ("vertices", .list(arrays.vertices.map { .doubles([$0.x, $0.y, $0.z]) })),
            ("edges", .list(arrays.edges.map { .integers(indices([$0.child, $0.parent])) })),
            ("mesh_to_skel_map", .integers(indices(arrays.meshToSkeletonMap))),
            ("meta", LuaValue(arrays.meta)),
        ]
        if let root = arrays.root { fields.append(("root", .integer(Int64(root) + base))) }
        if let radius = arrays.radius { fields.append(("radius", .doubles(radius))) }
        if let compartment = arrays.compartment {
            fields.append(("compartment", .integers(compartment.map(Int64.init))))
        }
        if let level2IDs = arrays.level2IDs { fields.append(("lvl2_ids", .integers(level2IDs))) }
        self = .record(fields)
    }
}

extension SkeletonObject {
    static let methods: [LuaFunction] = [
        LuaFunction("vertex", "(i: integer): number, number, number", "Where a node is.", vertex),
        LuaFunction(
            "measure",
            "(names?: string|string[]): table<string, number>|number?",
            "Every single-number measure that is defined here, or those that are named, by name; one by its name alone.",
            measure
        ).parameters(
            LuaParameter("names", "Which measures; a list of names.", default: "nil: all of them")
        ),
        LuaFunction(
            "cable_length",
            "(options?: { type?: string|integer }): number",
            "The length of all edges, or of those to nodes of a type, in the skeleton's unit.",
            cableLength
        ).options(
            LuaParameter(
                "type",
                "string|integer",
                "Only edges to nodes of this SWC type, by name or number.",
                default: "all edges"
            )
        ),
        LuaFunction("tips", "(): Int32Array", "The indices of nodes without children; no roots.", tips),
        LuaFunction("branch_points", "(): Int32Array", "The indices of nodes with several children.", branchPoints),
        LuaFunction("root_distance", "(): Float64Array", "The path length from each node to its root.", rootDistance),
        LuaFunction(
            "bounding_box",
            "(): { low: number[], high: number[] }?",
            "The corners of the smallest box along the axes; nil without nodes.",
            boundingBox
        ),
        LuaFunction("to_unit", "(unit: string): Skeleton", "The skeleton in another unit of length.", toUnit),
        LuaFunction(
            "write",
            "(path: string)",
            "Writes a file in the format of its name, completely or not at all.",
            write
        ),
        LuaFunction(
            "to_table",
            "(options?: { index_base?: integer }): table",
            "The arrays of the service's dictionary, in nanometres and in their own order.",
            toTable
        ).options(LuaParameter("index_base", "integer", "What indices count from: 0 or 1.", default: "1")),
    ]
}
