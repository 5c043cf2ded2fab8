import LuaHost
import SkeletonModel

private func qc(_ call: borrowing LuaCall) throws(LuaError) -> LuaValue {
    try report(call, "qc", LintRule.all.filter(\.isQualityCheck))
}

private func lint(_ call: borrowing LuaCall) throws(LuaError) -> LuaValue {
    try report(call, "lint", LintRule.all)
}

private func report(_ call: borrowing LuaCall, _ name: String, _ rules: [LintRule]) throws(LuaError) -> LuaValue {
    let skeleton = try call.receiver(as: SkeletonObject.self).skeleton
    let options = try NamedArguments(call.optionalTable(1, "options"), of: name, known: NamedArguments.lintOptions)
    return LuaValue(LintReport(skeleton, try options.lintSettings(rules: rules)))
}

private func repaired(_ call: borrowing LuaCall) throws(LuaError) -> [LuaValue] {
    let skeleton = try call.receiver(as: SkeletonObject.self).skeleton
    let options = try NamedArguments(call.optionalTable(1, "options"), of: "repair", known: ["fixes", "max_distance"])
    let settings = try options.repairOptions(for: skeleton)
    do throws(SkeletonError) {
        let repair = try Repair(skeleton, settings)
        return [
            .object(SkeletonObject(repair.skeleton, in: call.engine)),
            .indices(repair.nodeMap), .list(repair.steps.map { LuaValue($0) }),
        ]
    } catch {
        throw LuaError(error)
    }
}

extension NamedArguments {
    /// The fixes, and how far links go, in a skeleton's unit.
    func repairOptions(for skeleton: Skeleton) throws(LuaError) -> Repair.Options {
        var options = Repair.Options()
        if let names = try texts("fixes") {
            if let wrong = names.first(where: { $0 != "all" && RepairFix.named($0) == nil }) {
                let known = RepairFix.all.map(\.name).joined(separator: ", ")
                throw Argument(named: "fixes").error("there is no fix '\(wrong)' (known: \(known), all)")
            }
            options.fixes = RepairFix.all.filter { names.contains("all") || names.contains($0.name) }
        }
        options.maxDistance = try length("max_distance", in: skeleton) ?? .infinity
        return options
    }
}

private let findingType =
    "{ code: string, severity: string, message: string, count: integer, line?: integer, node?: integer, id?: integer }"

extension SkeletonObject {
    static let checks: [LuaFunction] = [
        LuaFunction(
            "qc",
            "(options?: { codes?: string[], thresholds?: table<string, number> }): \(findingType)[]",
            "What tells how far a skeleton that a service or a program made can be trusted.",
            qc
        ).options(lintOptionDocumentation),
        LuaFunction(
            "lint",
            "(options?: { codes?: string[], thresholds?: table<string, number> }): \(findingType)[]",
            "Everything that is odd about the skeleton.",
            lint
        ).options(lintOptionDocumentation),
        LuaFunction(
            "repair",
            "(options?: { fixes?: string[], max_distance?: number|string }): Skeleton, Int32Array, table[]",
            "The skeleton with faults mended, the new index of each old node, and what each fix did.",
            repaired
        ).options(repairOptionDocumentation),
    ]
}
