import LuaHost
import SkeletonModel

private func receiver(_ call: borrowing LuaCall) throws(LuaError) -> Skeleton {
    try call.receiver(as: SkeletonObject.self).skeleton
}

private func healing(_ options: NamedArguments, _ skeleton: Skeleton?) throws(LuaError) -> Healing {
    var maxDistance: Double?
    if let skeleton { maxDistance = try options.length("max_distance", in: skeleton) }
    return Healing(
        maxDistance: maxDistance ?? .infinity,
        minNodes: try options.integer("min_size") ?? 1,
        tipsOnly: try options.boolean("tips_only") ?? false,
        usesRadius: try options.boolean("use_radius") ?? false
    )
}

private let healingOptions = ["max_distance", "min_size", "tips_only", "use_radius"]

private func list(_ links: [AddedLink]) -> LuaValue {
    .list(
        links.map {
            .record([
                ("from_id", .integer($0.from)), ("to_id", .integer($0.to)), ("length", .number($0.length)),
            ])
        }
    )
}

private func heal(_ call: borrowing LuaCall) throws(LuaError) -> [LuaValue] {
    let skeleton = try receiver(call)
    let options = try NamedArguments(call.optionalTable(1, "options"), of: "heal", known: healingOptions)
    let healing = try healing(options, skeleton)
    let (edited, links) = try answer { () throws(SkeletonError) in try skeleton.healed(healing) }
    return [.object(SkeletonObject(edited.skeleton, in: call.engine)), .indices(edited.nodeMap), list(links)]
}

private func mergeVertices(_ call: borrowing LuaCall) throws(LuaError) -> [LuaValue] {
    let skeleton = try receiver(call)
    let distance = call.isAbsent(1) ? 0 : try skeleton.length(call.value(1), Argument(1, "within"))
    let (edited, map) = try answer { () throws(SkeletonError) in try skeleton.mergedVertices(within: distance) }
    return [.object(SkeletonObject(edited, in: call.engine)), .indices(map)]
}

private func insertNodes(_ call: borrowing LuaCall) throws(LuaError) -> [LuaValue] {
    let skeleton = try receiver(call)
    let argument = Argument(1, "places")
    var places: [CablePlace] = []
    for (index, item) in try call.table(1, "places").list.enumerated() {
        guard let table = item.table, let node = table["node"], case .integer(let number) = node,
            let fraction = table["fraction"]?.asDouble
        else { throw argument.error("entry \(index + 1): a table with 'node' and 'fraction' expected") }
        guard number >= 1, number <= skeleton.nodeCount else {
            throw argument.error("entry \(index + 1): a node from 1 to \(skeleton.nodeCount) expected, got \(number)")
        }
        places.append(CablePlace(node: Int32(number) - 1, fraction: fraction))
    }
    let (edited, positions) = try answer { () throws(SkeletonError) in try skeleton.insertingNodes(at: places) }
    return [
        .object(SkeletonObject(edited.skeleton, in: call.engine)), .indices(edited.nodeMap), .indices(positions),
    ]
}

/// The skeletons of a list.
func skeletons(_ call: borrowing LuaCall, _ index: Int, _ name: String) throws(LuaError) -> [Skeleton] {
    var skeletons: [Skeleton] = []
    for item in try call.table(index, name).list {
        guard case .object(let object) = item, let other = object as? SkeletonObject else {
            throw LuaError.badArgument(index, name, "a list of skeletons expected, found a \(item.typeName) in it")
        }
        skeletons.append(other.skeleton)
    }
    return skeletons
}

func combined(_ call: borrowing LuaCall, _ skeletons: [Skeleton]) throws(LuaError) -> [LuaValue] {
    let (combined, maps) = try answer { () throws(SkeletonError) in try Skeleton.combined(skeletons) }
    return [.object(SkeletonObject(combined, in: call.engine)), .list(maps.map { .indices($0) })]
}

func stitched(_ call: borrowing LuaCall, _ skeletons: [Skeleton]) throws(LuaError) -> [LuaValue] {
    let options = try NamedArguments(call.optionalTable(2, "options"), of: "stitch", known: healingOptions)
    let healing = try healing(options, skeletons.first)
    let (stitched, maps, links) = try answer { () throws(SkeletonError) in
        try Skeleton.stitched(skeletons, healing)
    }
    return [.object(SkeletonObject(stitched, in: call.engine)), .list(maps.map { .indices($0) }), list(links)]
}

private func combine(_ call: borrowing LuaCall) throws(LuaError) -> [LuaValue] {
    try combined(call, [receiver(call)] + skeletons(call, 1, "others"))
}

private func stitch(_ call: borrowing LuaCall) throws(LuaError) -> [LuaValue] {
    try stitched(call, [receiver(call)] + skeletons(call, 1, "others"))
}

private func splitNeurites(_ call: borrowing LuaCall) throws(LuaError) -> [LuaValue] {
    let skeleton = try receiver(call)
    let known = ["inputs", "outputs"]
    let options = try NamedArguments(call.table(1, "options"), of: Edit.splitNeurites.name, known: known)
    guard let inputs = try options.string("inputs"), let outputs = try options.string("outputs") else {
        throw LuaError(code: "bad_argument", "split_neurites: the columns 'inputs' and 'outputs' must be named")
    }
    let (edited, split) = try answer { () throws(SkeletonError) in
        try skeleton.splitNeurites(inputs: inputs, outputs: outputs)
    }
    return [
        .object(SkeletonObject(edited.skeleton, in: call.engine)), .indices(edited.nodeMap),
        .record([
            ("cut", .integer(Int64(split.cut) + 1)), ("axon_beyond", .boolean(split.isAxonBeyond)),
            ("segregation", .number(split.segregation)),
        ]),
    ]
}

extension SkeletonObject {
    static let healingType: String =
        "{ max_distance?: number|string, min_size?: integer, tips_only?: boolean, use_radius?: boolean }"

    /// What tells of a link that was made.
    static let linkType: String = "{ from_id: integer, to_id: integer, length: number }"

    static let joining: [LuaFunction] = [
        LuaFunction(.heal, "(options?: \(healingType)): \(edited), \(linkType)[]", heal).options(
            LuaParameter(
                "max_distance",
                "number|string",
                "The longest link, in the skeleton's unit or as text with a unit.",
                default: "no limit"
            ),
            LuaParameter("min_size", "integer", "How many nodes a tree must have to be joined.", default: "1"),
            LuaParameter("tips_only", "boolean", "Links begin and end at tips.", default: "false"),
            LuaParameter("use_radius", "boolean", "Links are measured from surface to surface.", default: "false")
        ),
        LuaFunction(.combine, "(others: Skeleton[]): Skeleton, Int32Array[]", combine),
        LuaFunction(
            .stitch,
            "(others: Skeleton[], options?: \(healingType)): Skeleton, Int32Array[], \(linkType)[]",
            stitch
        ).options(
            LuaParameter(
                "max_distance",
                "number|string",
                "The longest link, in the skeleton's unit or as text with a unit.",
                default: "no limit"
            ),
            LuaParameter("min_size", "integer", "How many nodes a tree must have to be joined.", default: "1"),
            LuaParameter("tips_only", "boolean", "Links begin and end at tips.", default: "false"),
            LuaParameter("use_radius", "boolean", "Links are measured from surface to surface.", default: "false")
        ),
        LuaFunction(
            .splitNeurites,
            "(options: { inputs: string, outputs: string }): \(edited), { cut: integer, axon_beyond: boolean, segregation: number }",
            splitNeurites
        ).options(
            LuaParameter(
                "inputs",
                "string",
                "The column that counts inputs at each node.",
                default: "none: it must be named"
            ),
            LuaParameter(
                "outputs",
                "string",
                "The column that counts outputs at each node.",
                default: "none: it must be named"
            )
        ),
        LuaFunction(.mergeVertices, "(within?: number|string): \(edited)", mergeVertices).parameters(
            LuaParameter(
                "within",
                "How far apart nodes of different trees may be, in the skeleton's unit or as text with a unit.",
                default: "0"
            )
        ),
        LuaFunction(
            .insertNodes,
            "(places: { node: integer, fraction: number }[]): \(edited), Int32Array",
            insertNodes
        ).parameters(
            LuaParameter("places", "Places on the cable, as nearest_on_cable gives them.")
        ),
    ]
}
