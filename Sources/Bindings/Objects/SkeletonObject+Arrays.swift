import LuaHost
import SkeletonModel

/// The skeleton's numbers as Lua reads them where they lie.
extension SkeletonObject {
    static let arrays: [LuaProperty] = [
        LuaProperty("ids", "Int64Array", "The node ids, which survive edits.", numbers("ids") { $0.ids }),
        LuaProperty(
            "parents",
            "Int32Array",
            "The index of each node's parent, 0 for a root.",
            numbers("parents", offset: 1) { $0.parents }
        ),
        LuaProperty("types", "Int32Array", "The SWC type of each node.", numbers("types") { $0.types }),
        LuaProperty("compartment", "Int32Array", "The same as types.", numbers("types") { $0.types }),
        LuaProperty("x", "Float64Array", "Coordinates, in the skeleton's unit.", numbers("x") { $0.x }),
        LuaProperty("y", "Float64Array", "Coordinates, in the skeleton's unit.", numbers("y") { $0.y }),
        LuaProperty("z", "Float64Array", "Coordinates, in the skeleton's unit.", numbers("z") { $0.z }),
        LuaProperty("radius", "Float64Array", "Radii; 0 and less: not known.", numbers("radius") { $0.radius }),
        LuaProperty("vertices", "Vertices", "A row of x, y, z for each node.") { (object: SkeletonObject) in
            object.array("vertices") { VertexRows($0.skeleton, sharing: $0) }
        },
        LuaProperty("edges", "Edges", "A row of child and parent for each edge.") { (object: SkeletonObject) in
            object.array("edges") { EdgeRows($0.skeleton) }
        },
        LuaProperty(
            "lvl2_ids",
            "Int64Array?",
            "The level-2 ids of the source graph.",
            numbers("lvl2_ids") { $0.level2IDs }
        ),
        LuaProperty(
            "mesh_to_skel_map",
            "Int32Array",
            "The node of each level-2 id, 0 for none.",
            numbers("mesh_to_skel_map", offset: 1) { $0.meshToSkeletonMap }
        ),
    ]

    /// A column over the very numbers of the skeleton; `offset` turns positions into indices.
    private static func numbers<Element: LuaArrayElement>(
        _ name: String,
        offset: Int8 = 0,
        _ get: @escaping @Sendable (Skeleton) -> [Element]?
    ) -> @Sendable (SkeletonObject) throws(LuaError) -> LuaValue {
        { (object) throws(LuaError) in
            object.array(name) { object in
                get(object.skeleton).map {
                    LuaTypedArray($0, offset: offset, sharedWith: object.storage, bytes: object.externalBytes)
                }
            }
        }
    }
}

/// Where the nodes are, one row for each: `vertices[i]` gives a list of x, y and z.
final class VertexRows: LuaListConvertible {
    private let columns: [[Double]]
    let sharedStorage: AnyObject?
    let externalBytes: Int

    init(_ skeleton: Skeleton, sharing object: SkeletonObject) {
        columns = [skeleton.x, skeleton.y, skeleton.z]
        sharedStorage = object.storage
        externalBytes = object.externalBytes
    }

    private var count: Int { columns[0].count }

    private func row(_ position: Int) -> LuaValue { .doubles(columns.map { $0[position] }) }

    var listTable: LuaTable { LuaTable(list: (0..<count).map(row)) }

    static let luaType = LuaType(
        VertexRows.self,
        name: "Vertices",
        summary: "Rows of x, y and z; indices count from 1.",
        methods: [
            .elements("iter", "(): fun(vertices: Vertices, i: integer): integer, number[]", "Walks indices and rows."),
            LuaFunction("totable", "(): number[][]", "A copy as a plain list of rows.") {
                (call) throws(LuaError) -> LuaValue in .table(try call.receiver(as: VertexRows.self).listTable)
            },
        ],
        describe: { "Vertices (\($0.count))" },
        length: { $0.count },
        element: { (rows, index) in index >= 1 && index <= Int64(rows.count) ? rows.row(Int(index) - 1) : .nil },
        equal: { $0.columns == $1.columns },
        sharesStorage: true,
        keepsIdentity: true
    )
}

/// The edges, one row for each: `edges[i]` gives a list of child and parent.
final class EdgeRows: LuaListConvertible {
    private let children: [Int32]
    private let parents: [Int32]

    init(_ skeleton: Skeleton) {
        parents = skeleton.parents
        children = skeleton.parents.indices.lazy.filter { skeleton.parents[$0] >= 0 }.map(Int32.init)
    }

    var externalBytes: Int { children.count * 4 + parents.count * 4 }

    private func row(_ position: Int) -> LuaValue {
        let child = children[position]
        return .integers([Int64(child) + 1, Int64(parents[Int(child)]) + 1])
    }

    var listTable: LuaTable { LuaTable(list: children.indices.map(row)) }

    static let luaType = LuaType(
        EdgeRows.self,
        name: "Edges",
        summary: "Rows of child and parent; indices count from 1.",
        methods: [
            .elements("iter", "(): fun(edges: Edges, i: integer): integer, integer[]", "Walks indices and rows."),
            LuaFunction("totable", "(): integer[][]", "A copy as a plain list of rows.") {
                (call) throws(LuaError) -> LuaValue in .table(try call.receiver(as: EdgeRows.self).listTable)
            },
        ],
        describe: { "Edges (\($0.children.count))" },
        length: { $0.children.count },
        element: { (rows, index) in
            index >= 1 && index <= Int64(rows.children.count) ? rows.row(Int(index) - 1) : .nil
        },
        equal: { $0.children == $1.children && $0.parents == $1.parents },
        keepsIdentity: true
    )
}
