import LuaHost
import SkeletonModel
import Skeletonization

/// A triangle mesh as a script gives it: `{ vertices =, faces =, soma_point =, root_id =, index_base = }`.
struct MeshTable {
    let mesh: TriangleMesh
    let somaPoint: Point3?
    let rootID: RootID?
    let indexBase: Int

    private static let names = ["vertices", "faces", "soma_point", "root_id", "index_base"]

    init(_ table: LuaTable) throws(LuaError) {
        let named = try NamedArguments(table, of: "mesh", known: Self.names)
        indexBase = try Bindings.indexBase(named)
        let vertices = try Self.vertices(named.value("vertices") ?? .nil)
        let faces = try Self.faces(named.value("faces") ?? .nil, indexBase, count: vertices.count)
        somaPoint = try named.point("soma_point")
        rootID = try named.rootID("root_id")
        do {
            mesh = try TriangleMesh(vertices: vertices, faces: faces)
        } catch {
            throw LuaError(error)
        }
    }

    private static func vertices(_ value: LuaValue) throws(LuaError) -> [Point3] {
        let argument = Argument(named: "vertices")
        var vertices: [Point3] = []
        for (index, row) in try GraphTable.rows(value, "vertices").enumerated() {
            vertices.append(try Point3(row, argument, entry: index + 1))
        }
        return vertices
    }

    private static func faces(
        _ value: LuaValue,
        _ base: Int,
        count: Int
    ) throws(LuaError) -> [TriangleMesh.Face] {
        let argument = Argument(named: "faces")
        var faces: [TriangleMesh.Face] = []
        for (index, row) in try GraphTable.rows(value, "faces").enumerated() {
            guard let corners = row.table?.list, corners.count == 3 else {
                throw argument.error("entry \(index + 1): three indices expected, got \(row.typeName)")
            }
            func corner(_ place: Int) throws(LuaError) -> Int32 {
                try GraphTable.vertexIndex(corners[place], argument, index + 1, base, count: count)
            }
            faces.append(TriangleMesh.Face(try corner(0), try corner(1), try corner(2)))
        }
        return faces
    }
}
