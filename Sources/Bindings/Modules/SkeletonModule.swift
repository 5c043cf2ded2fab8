import LuaHost
import SkeletonModel

private func read(_ call: borrowing LuaCall) throws(LuaError) -> LuaWait {
    let path = try call.path(1, "path", for: .reading)
    let options = try NamedArguments(call.optionalTable(2, "options"), of: "read", known: ["unit"])
    let unit = try options.unit("unit")
    let operation = HostOperation { () async throws(SkeletonError) in
        let skeleton = try SkeletonFormat.readFile(path)
        return unit.map(skeleton.declared(in:)) ?? skeleton
    }
    let engine = call.engine
    return .on("read \(path)", operation) { .object(SkeletonObject($0, in: engine)) }
}

private func measures(_ call: borrowing LuaCall) throws(LuaError) -> LuaValue {
    .list(
        Measure.all.map {
            .record([
                ("name", .text($0.name)), ("summary", .text($0.summary)), ("unit", .text($0.unit.rawValue)),
            ])
        }
    )
}

private func combine(_ call: borrowing LuaCall) throws(LuaError) -> [LuaValue] {
    try combined(call, skeletons(call, 1, "skeletons"))
}

private func stitch(_ call: borrowing LuaCall) throws(LuaError) -> [LuaValue] {
    try stitched(call, skeletons(call, 1, "skeletons"))
}

extension LuaModule {
    static let skeleton = LuaModule(
        name: "skeleton",
        summary: "Skeletons from files of any format.",
        functions: [
            LuaFunction(
                "read",
                "(path: string, options?: { unit?: string }): Skeleton",
                "Reads a skeleton, guessing the format by what the file holds; `unit` says what its numbers are.",
                read
            ).options(
                LuaParameter(
                    "unit",
                    "string",
                    "What one unit of the numbers is: nm, um, 8 nm.",
                    default: "what the file says, else unknown"
                )
            ),
            LuaFunction(
                "measures",
                "(): { name: string, summary: string, unit: string }[]",
                "What `measure` measures.",
                measures
            ),
            LuaFunction("combine", "(skeletons: Skeleton[]): Skeleton, Int32Array[]", Edit.combine.summary, combine),
            LuaFunction(
                "stitch",
                "(skeletons: Skeleton[], options?: \(SkeletonObject.healingType)): Skeleton, Int32Array[], \(SkeletonObject.linkType)[]",
                Edit.stitch.summary,
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
        ] + population,
        types: [SkeletonObject.luaType, MatrixObject.luaType]
    )
}
