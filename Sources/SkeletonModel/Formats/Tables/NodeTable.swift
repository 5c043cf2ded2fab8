/// The nodes of a skeleton that is being read from a table, row by row and in any order.
struct NodeTable {
    /// The columns that every node has; the unit of a table is not known.
    static let names = ["id", "type", "x", "y", "z", "radius", "parent"]

    private let format: String
    private var ids: [Int64] = []
    private var parentIDs: [Int64] = []
    private var types: [Int32] = []
    private var (x, y, z): ([Double], [Double], [Double]) = ([], [], [])
    private var radius: [Double] = []

    init(format: String) {
        self.format = format
    }

    mutating func append(
        id: Int64,
        type: Int64,
        _ point: Point3,
        radius: Double,
        parent: Int64,
        line: Int
    ) throws(SkeletonError) {
        guard id >= 0 else { throw problem(line, "the id \(id) is negative") }
        guard let type = Int32(exactly: type) else { throw problem(line, "the type \(type) is out of range") }
        guard point.x.isFinite, point.y.isFinite, point.z.isFinite, radius.isFinite else {
            throw problem(line, "a number is not finite")
        }
        ids.append(id)
        parentIDs.append(parent)
        types.append(type)
        x.append(point.x)
        y.append(point.y)
        z.append(point.z)
        self.radius.append(radius)
    }

    func problem(_ line: Int, _ text: String) -> SkeletonError {
        .badFormat(format, problem: "line \(line): \(text)")
    }

    /// The skeleton; a parent below 0 makes a root, one that no row has is an error.
    func skeleton() throws(SkeletonError) -> Skeleton {
        guard !ids.isEmpty else { throw .badFormat(format, problem: "it holds no nodes") }
        guard ids.count <= Int(Int32.max) else { throw .badArrays("more nodes than 2^31") }
        var rows = [Int64: Int32](minimumCapacity: ids.count)
        for (row, id) in ids.enumerated() {
            guard rows.updateValue(Int32(row), forKey: id) == nil else { throw .badArrays("node id \(id) comes twice") }
        }
        var parents: [Int32] = []
        parents.reserveCapacity(ids.count)
        for (row, parent) in parentIDs.enumerated() {
            guard parent >= 0 else {
                parents.append(-1)
                continue
            }
            guard let place = rows[parent] else {
                throw .badFormat(format, problem: "there is no node \(parent), the parent of node \(ids[row])")
            }
            parents.append(place)
        }
        return try Skeleton(ids: ids, parents: parents, types: types, x: x, y: y, z: z, radius: radius)
    }
}
