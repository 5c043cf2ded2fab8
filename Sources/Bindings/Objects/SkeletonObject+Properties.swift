import LuaHost
import SkeletonModel

extension SkeletonObject {
    static let properties: [LuaProperty] = [
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
        LuaProperty("ids", "integer[]", "The node ids, which survive edits.", column("ids") { .integers($0.ids) }),
        LuaProperty(
            "parents",
            "integer[]",
            "The index of each node's parent, 0 for a root.",
            column("parents") { .integers(fromOne($0.parents)) }
        ),
        LuaProperty(
            "types",
            "integer[]",
            "The SWC type of each node.",
            column("types") { .integers($0.types.map(Int64.init)) }
        ),
        LuaProperty(
            "compartment",
            "integer[]",
            "The same as types.",
            column("types") { .integers($0.types.map(Int64.init)) }
        ),
        LuaProperty("x", "number[]", "Coordinates, in the skeleton's unit.", column("x") { .doubles($0.x) }),
        LuaProperty("y", "number[]", "Coordinates, in the skeleton's unit.", column("y") { .doubles($0.y) }),
        LuaProperty("z", "number[]", "Coordinates, in the skeleton's unit.", column("z") { .doubles($0.z) }),
        LuaProperty("radius", "number[]", "Radii; 0 and less: not known.", column("radius") { .doubles($0.radius) }),
        LuaProperty("vertices", "number[][]", "A row of x, y, z for each node.", column("vertices") { vertices($0) }),
        LuaProperty("edges", "integer[][]", "A row of child and parent for each edge.", column("edges") { edges($0) }),
        LuaProperty(
            "lvl2_ids",
            "integer[]?",
            "The level-2 ids of the source graph.",
            column("lvl2_ids") { level2IDs($0) }
        ),
        LuaProperty(
            "mesh_to_skel_map",
            "integer[]",
            "The node of each level-2 id, 0 for none.",
            column("mesh_to_skel_map") { .integers(fromOne($0.meshToSkeletonMap)) }
        ),
        LuaProperty("meta", "table", "What the source says about itself.", column("meta") { LuaValue($0.metadata) }),
        LuaProperty(
            "diagnostics",
            "table[]",
            "What was odd about the source.",
            column("diagnostics") { .list($0.diagnostics.map(LuaValue.init)) }
        ),
    ]

    private static func value(
        _ get: @escaping @Sendable (Skeleton) -> LuaValue
    ) -> @Sendable (SkeletonObject) throws(LuaError) -> LuaValue {
        { (object) throws(LuaError) in get(object.skeleton) }
    }

    private static func column(
        _ name: String,
        _ make: @escaping @Sendable (Skeleton) -> LuaValue
    ) -> @Sendable (SkeletonObject) throws(LuaError) -> LuaValue {
        { (object) throws(LuaError) in try object.column(name, make) }
    }

    /// Positions from 0, with −1 for none, as indices from 1, with 0 for none.
    static func fromOne(_ positions: [Int32]) -> [Int64] { positions.map { Int64($0) + 1 } }

    private static func rootID(_ skeleton: Skeleton) -> LuaValue {
        skeleton.rootID.map { .integer($0.value) } ?? .nil
    }

    private static func level2IDs(_ skeleton: Skeleton) -> LuaValue {
        skeleton.level2IDs.map(LuaValue.integers) ?? .nil
    }

    private static func vertices(_ skeleton: Skeleton) -> LuaValue {
        .list((0..<skeleton.nodeCount).map { .doubles([skeleton.x[$0], skeleton.y[$0], skeleton.z[$0]]) })
    }

    private static func edges(_ skeleton: Skeleton) -> LuaValue {
        .list(
            skeleton.parents.enumerated().compactMap { node, parent in
                parent < 0 ? nil : .integers([Int64(node) + 1, Int64(parent) + 1])
            }
        )
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
