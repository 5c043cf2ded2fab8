import LuaHost
import SkeletonModel

extension SkeletonObject {
    static let properties: [LuaProperty] =
        about + arrays + [
            LuaProperty("meta", "table", "What the source says about itself.", table("meta") { LuaValue($0.metadata) }),
            LuaProperty(
                "diagnostics",
                "table[]",
                "What was odd about the source.",
                table("diagnostics") { .list($0.diagnostics.map(LuaValue.init)) }
            ),
        ]

    private static let about: [LuaProperty] = [
        LuaProperty("root_id", "integer?", "The neuron's root id, where known.", value { rootID($0) }),
        LuaProperty(
            "unit",
            "string",
            "What one unit of length is: nm, um, 8 nm, unknown.",
            value { .text($0.unit.description) }
        ),
        LuaProperty(
            "root",
            "integer?",
            "The first root's index.",
            value { skeleton in skeleton.parents.firstIndex { $0 < 0 }.map { .integer(Int64($0) + 1) } ?? .nil }
        ),
    ]

    private static func value(
        _ get: @escaping @Sendable (Skeleton) -> LuaValue
    ) -> @Sendable (SkeletonObject) throws(LuaError) -> LuaValue {
        { (object) throws(LuaError) in get(object.skeleton) }
    }

    private static func table(
        _ name: String,
        _ make: @escaping @Sendable (Skeleton) -> LuaValue
    ) -> @Sendable (SkeletonObject) throws(LuaError) -> LuaValue {
        { (object) throws(LuaError) in try object.table(name, make) }
    }

    private static func rootID(_ skeleton: Skeleton) -> LuaValue {
        skeleton.rootID.map { .integer($0.value) } ?? .nil
    }
}

extension LuaValue {
    /// A finding in a source, as a record; line and column only where there are such.
    init(_ diagnostic: SkeletonDiagnostic) {
        var fields: [(String, LuaValue)] = [
            ("code", .text(diagnostic.code.rawValue)),
            ("severity", .text(diagnostic.severity.rawValue)),
            ("message", .text(diagnostic.message)),
            ("count", .integer(Int64(diagnostic.count))),
        ]
        if diagnostic.line > 0 { fields.append(("line", .integer(Int64(diagnostic.line)))) }
        if diagnostic.column > 0 { fields.append(("column", .integer(Int64(diagnostic.column)))) }
        self = .record(fields)
    }
}
