import LuaHost
import SkeletonModel

private func receiver(_ call: borrowing LuaCall) throws(LuaError) -> Skeleton {
    try call.receiver(as: SkeletonObject.self).skeleton
}

private func options(
    _ call: borrowing LuaCall,
    _ function: String,
    _ known: [String]
) throws(LuaError) -> NamedArguments {
    try NamedArguments(call.optionalTable(1, "options"), of: function, known: known)
}

private func strahlerOrder(_ call: borrowing LuaCall) throws(LuaError) -> LuaValue {
    .object(LuaTypedArray(try receiver(call).strahlerOrder))
}

private func branchOrder(_ call: borrowing LuaCall) throws(LuaError) -> LuaValue {
    .object(LuaTypedArray(try receiver(call).branchOrder))
}

private func sections(_ call: borrowing LuaCall) throws(LuaError) -> LuaValue {
    let sections = try receiver(call).sections
    return .record([
        ("first", .indices(sections.map(\.start))), ("last", .indices(sections.map(\.end))),
        ("length", .column(sections.map(\.length))),
    ])
}

private func longSegments(_ call: borrowing LuaCall) throws(LuaError) -> [LuaValue] {
    let segments = try receiver(call).longSegments
    return [.list(segments.map { .indices(Array($0.nodes)) }), .column(segments.map(\.length))]
}

private func cableLengthByType(_ call: borrowing LuaCall) throws(LuaError) -> LuaValue {
    let lengths = try receiver(call).cableLengthByType.sorted { $0.key < $1.key }
    return .table(LuaTable(list: [], entries: lengths.map { (.integer(Int64($0.key)), .number($0.value)) }))
}

private func centroid(_ call: borrowing LuaCall) throws(LuaError) -> [LuaValue] {
    let skeleton = try receiver(call)
    let isOfCable = try options(call, "centroid", ["cable"]).boolean("cable") ?? false
    guard let center = isOfCable ? skeleton.cableCentroid : skeleton.centroid else { return [.nil] }
    return [.number(center.x), .number(center.y), .number(center.z)]
}

private func soma(_ call: borrowing LuaCall) throws(LuaError) -> LuaValue {
    guard let soma = try receiver(call).soma else { return .nil }
    return .record([
        ("shape", .text(soma.shape.rawValue)), ("nodes", .indices(soma.nodes)),
        ("center", .doubles([soma.center.x, soma.center.y, soma.center.z])), ("radius", .number(soma.radius)),
        ("surface", .number(soma.surface)),
    ])
}

private func sholl(_ call: borrowing LuaCall) throws(LuaError) -> LuaValue {
    let skeleton = try receiver(call)
    let options = try options(call, "sholl", ["step", "radii", "center", "geodesic"])
    let metric = try shollMetric(options, skeleton)
    let radii = try shollRadii(options, metric, skeleton)
    let profile = try answer { () throws(SkeletonError) in try skeleton.sholl(metric, radii: radii) }
    func counts(_ values: [Int]) -> LuaValue { .integers(values.map { Int64($0) }) }
    return .record([
        ("radii", .doubles(profile.radii)), ("crossings", counts(profile.crossings)),
        ("lengths", .doubles(profile.lengths)), ("branch_points", counts(profile.branchPoints)),
        ("tips", counts(profile.tips)),
    ])
}

private func shollMetric(_ options: NamedArguments, _ skeleton: Skeleton) throws(LuaError) -> ShollMetric {
    if try options.boolean("geodesic") ?? false {
        guard !options.has("center") else {
            throw LuaError(code: "bad_argument", "sholl: along the cable distances are from the root; no 'center'")
        }
        return .alongCable
    }
    let root = skeleton.nodeCount > 0 ? skeleton.point(0) : Point3(0, 0, 0)
    switch options.value("center") {
    case nil: return .straight(from: root)
    case .string(let name)?:
        guard name.description == "root" || name.description == "soma" else {
            throw Argument(named: "center").error("'root', 'soma' or three numbers expected, got '\(name)'")
        }
        guard name.description == "soma" else { return .straight(from: root) }
        guard let soma = skeleton.soma else {
            throw Argument(named: "center").error("the skeleton has no soma: no node is of type 1")
        }
        return .straight(from: soma.center)
    case let value?: return .straight(from: try Point3(value, Argument(named: "center")))
    }
}

private func shollRadii(
    _ options: NamedArguments,
    _ metric: ShollMetric,
    _ skeleton: Skeleton
) throws(LuaError) -> [Double] {
    let step = try options.length("step", in: skeleton)
    guard let value = options.value("radii") else {
        guard let step else { throw LuaError(code: "bad_argument", "sholl: give a 'step' or the 'radii'") }
        return try answer { () throws(SkeletonError) in try skeleton.shollRadii(metric, step: step) }
    }
    guard step == nil else { throw LuaError(code: "bad_argument", "sholl: both 'step' and 'radii' given") }
    guard let table = value.table else { return try value.numberList(Argument(named: "radii")) }
    var radii: [Double] = []
    for item in table.list { radii.append(try skeleton.length(item, Argument(named: "radii"))) }
    return radii
}

private func persistence(_ call: borrowing LuaCall) throws(LuaError) -> LuaValue {
    let pairs = try receiver(call).persistence(metric(options(call, "persistence", ["metric"])))
    return .record([
        ("start", .column(pairs.map(\.start))), ("stop", .column(pairs.map(\.end))),
        ("tip", .indices(pairs.map(\.tip))),
    ])
}

private func metric(_ options: NamedArguments) throws(LuaError) -> RootMetric {
    let name = try options.string("metric") ?? RootMetric.path.rawValue
    guard let metric = RootMetric(rawValue: name) else {
        let known = RootMetric.allCases.map { "'\($0.rawValue)'" }.joined(separator: " or ")
        throw Argument(named: "metric").error("\(known) expected, got '\(name)'")
    }
    return metric
}

private func persistenceVector(_ call: borrowing LuaCall) throws(LuaError) -> [LuaValue] {
    let skeleton = try receiver(call)
    let known = ["metric", "samples", "bandwidth", "threshold"]
    let options = try options(call, "persistence_vector", known)
    let pairs = skeleton.persistence(try metric(options))
    let bandwidth = try options.number("bandwidth") ?? 0.2
    let threshold = try options.length("threshold", in: skeleton) ?? 0
    let samples: [Double]
    if case .integer(let count) = options.value("samples") ?? .integer(100) {
        samples = try answer { () throws(SkeletonError) in try PersistenceVector.samples(Int(count), for: pairs) }
    } else {
        samples = try (options.value("samples") ?? .nil).numberList(Argument(named: "samples"))
    }
    let vector = try answer { () throws(SkeletonError) in
        try PersistenceVector(pairs, samples: samples, bandwidth: bandwidth, threshold: threshold)
    }
    return [.object(LuaTypedArray(vector.values)), .object(LuaTypedArray(vector.samples))]
}

private func dotprops(_ call: borrowing LuaCall) throws(LuaError) -> LuaValue {
    let skeleton = try receiver(call)
    let neighbors = try options(call, "dotprops", ["k"]).integer("k") ?? 5
    let dots = try answer { () throws(SkeletonError) in try skeleton.dotprops(neighbors: neighbors) }
    func floats(_ values: [Double]) -> LuaValue { .object(LuaTypedArray(values)) }
    func places(_ points: [Point3]) -> LuaValue {
        .record([("x", floats(points.map(\.x))), ("y", floats(points.map(\.y))), ("z", floats(points.map(\.z)))])
    }
    return .record([
        ("points", places(dots.points)), ("tangents", places(dots.tangents)), ("alpha", floats(dots.alpha)),
    ])
}

extension SkeletonObject {
    private static let columnsType: String = "{ x: Float64Array, y: Float64Array, z: Float64Array }"

    static let shape: [LuaFunction] = [
        LuaFunction("strahler_order", "(): Int32Array", "The Strahler order of each node, 1 at tips.", strahlerOrder),
        LuaFunction(
            "branch_order",
            "(): Int32Array",
            "For each node the branch points between it and the root.",
            branchOrder
        ),
        LuaFunction(
            "sections",
            "(): { first: Int32Array, last: Int32Array, length: Float64Array }",
            "The runs between roots, branch points and tips: their end nodes and lengths.",
            sections
        ),
        LuaFunction(
            "long_segments",
            "(): Int32Array[], Float64Array",
            "The nodes and lengths of the segments that at each fork go on the farthest way, the longest first.",
            longSegments
        ),
        LuaFunction(
            "cable_length_by_type",
            "(): table<integer, number>",
            "The length of the edges to nodes of each type.",
            cableLengthByType
        ),
        LuaFunction(
            "centroid",
            "(options?: { cable?: boolean }): number?, number?, number?",
            "The mean place of the nodes, or of the cable; nil without nodes.",
            centroid
        ).options(
            LuaParameter("cable", "boolean", "Of the cable instead of the nodes.", default: "false")
        ),
        LuaFunction(
            "soma",
            "(): { shape: string, nodes: Int32Array, center: number[], radius: number, surface: number }?",
            "What the nodes of type 1 say about the cell body; nil without any.",
            soma
        ),
        LuaFunction(
            "sholl",
            "(options: { step?: number|string, radii?: number[], center?: number[]|'root'|'soma', geodesic?: boolean }): { radii: number[], crossings: integer[], lengths: number[], branch_points: integer[], tips: integer[] }",
            "Counts how often the cable crosses spheres around a centre, and what lies between them.",
            sholl
        ).options(
            LuaParameter(
                "step",
                "number|string",
                "How far spheres are apart, in the skeleton's unit or as text with a unit.",
                default: "none: the radii are given"
            ),
            LuaParameter("radii", "number[]", "The radii of the spheres.", default: "none: a step is given"),
            LuaParameter("center", "number[]|'root'|'soma'", "The middle of the spheres.", default: "'root'"),
            LuaParameter("geodesic", "boolean", "Distances are along the cable, from the root.", default: "false")
        ),
        LuaFunction(
            "persistence",
            "(options?: { metric?: 'path'|'straight' }): { start: Float64Array, stop: Float64Array, tip: Int32Array }",
            "For each tip how far from the root its branch leaves an older one, and where it ends.",
            persistence
        ).options(
            LuaParameter(
                "metric",
                "'path'|'straight'",
                "Distance from the root along the cable, or straight.",
                default: "'path'"
            )
        ),
        LuaFunction(
            "persistence_vector",
            "(options?: { metric?: 'path'|'straight', samples?: integer|number[], bandwidth?: number, threshold?: number|string }): Float64Array, Float64Array",
            "The beginnings of branches along the way from the root as a curve, and where that is sampled.",
            persistenceVector
        ).options(
            LuaParameter(
                "metric",
                "'path'|'straight'",
                "Distance from the root along the cable, or straight.",
                default: "'path'"
            ),
            LuaParameter("samples", "integer|number[]", "How many places, or the places.", default: "100"),
            LuaParameter("bandwidth", "number", "How wide each branch is spread, of the whole range.", default: "0.2"),
            LuaParameter(
                "threshold",
                "number|string",
                "Branches shorter than this are left out, in the skeleton's unit or as text with a unit.",
                default: "0"
            )
        ),
        LuaFunction(
            "dotprops",
            "(options?: { k?: integer }): { points: \(columnsType), tangents: \(columnsType), alpha: Float64Array }",
            "Points with the direction of the cable around each, as NBLAST compares them.",
            dotprops
        ).options(
            LuaParameter("k", "integer", "Of how many neighbours the direction is made.", default: "5")
        ),
    ]
}
