import LuaHost
import SkeletonModel
import Skeletonization

/// A level-2 graph as a script gives it: `{ vertices =, edges =, level2_ids =, l2 =, synapses =, soma_point =, … }`.
struct GraphTable {
    let graph: Level2Graph
    let indexBase: Int
    /// Whether the script named the neuron.
    let hasRootID: Bool

    private static let names = [
        "vertices", "edges", "level2_ids", "l2", "synapses", "soma_point", "root_id", "index_base",
    ]

    init(_ table: LuaTable) throws(LuaError) {
        let named = try NamedArguments(table, of: "graph", known: Self.names)
        indexBase = try Bindings.indexBase(named)
        let points = try Self.points(named.value("vertices") ?? .nil, "vertices")
        let ids = try Self.ids(named.value("level2_ids"), count: points.count)
        let columns = try Level2Columns(named.value("l2"), count: points.count)
        let edges = try Self.edges(named.value("edges") ?? .nil, indexBase, count: points.count)
        let synapses = try SynapseColumns(named.value("synapses"), ids, indexBase)
        // Some id has to stand in where the script names none.
        let root = try RootID(named.value("root_id") ?? .integer(1), Argument(named: "root_id"))
        hasRootID = named.has("root_id")
        let soma = try named.value("soma_point").map { (value) throws(LuaError) in
            try Self.point(value, Argument(named: "soma_point"), entry: nil)
        }
        do {
            graph = try Level2Graph(
                rootID: root,
                nodes: points.indices.map { columns.node(ids[$0], points[$0], $0) },
                edges: edges,
                somaPoint: soma ?? nil,
                preSynapses: synapses.pre,
                postSynapses: synapses.post,
                hasSynapseTable: named.has("synapses")
            )
        } catch {
            throw LuaError(error)
        }
    }

    static func rows(_ value: LuaValue, _ name: String) throws(LuaError) -> [LuaValue] {
        guard let table = value.table, table.fields.isEmpty else {
            throw Argument(named: name).error(expected: "list", got: value)
        }
        return table.list
    }

    /// Points, with nil for `karst.null` or `false` in the place of one.
    private static func points(_ value: LuaValue, _ name: String) throws(LuaError) -> [Point3?] {
        var points: [Point3?] = []
        for (index, row) in try rows(value, name).enumerated() {
            points.append(try point(row, Argument(named: name), entry: index + 1))
        }
        return points
    }

    private static func point(_ value: LuaValue, _ argument: Argument, entry: Int?) throws(LuaError) -> Point3? {
        if case .null = value { return nil }
        if case .boolean(false) = value { return nil }
        return try Point3(value, argument, entry: entry)
    }

    private static func ids(_ value: LuaValue?, count: Int) throws(LuaError) -> [Int64] {
        guard let value else { return (0..<count).map { Int64($0) + 1 } }
        let argument = Argument(named: "level2_ids")
        let items = try rows(value, "level2_ids")
        guard items.count == count else {
            throw argument.error("\(count) ids expected, one for each vertex, got \(items.count)")
        }
        var ids: [Int64] = []
        for (index, item) in items.enumerated() {
            // Level-2 ids obey the same rules as root ids.
            ids.append(try RootID(item, argument, entry: index + 1).value)
        }
        return ids
    }

    private static func edges(
        _ value: LuaValue,
        _ base: Int,
        count: Int
    ) throws(LuaError) -> [Level2Graph.Edge] {
        let argument = Argument(named: "edges")
        var edges: [Level2Graph.Edge] = []
        for (index, row) in try rows(value, "edges").enumerated() {
            guard let pair = row.table?.list, pair.count == 2 else {
                throw argument.error("entry \(index + 1): two indices expected, got \(row.typeName)")
            }
            let a = try vertexIndex(pair[0], argument, index + 1, base, count: count)
            let b = try vertexIndex(pair[1], argument, index + 1, base, count: count)
            edges.append(Level2Graph.Edge(a, b))
        }
        return edges
    }

    static func vertexIndex(
        _ value: LuaValue,
        _ argument: Argument,
        _ entry: Int,
        _ base: Int,
        count: Int
    ) throws(LuaError) -> Int32 {
        guard case .integer(let number) = value, number >= base, number < count + base else {
            let found = if case .integer(let number) = value { String(number) } else { value.typeName }
            throw argument.error(
                "entry \(entry): an index from \(base) to \(count + base - 1) expected, got \(found) (index_base is \(base))"
            )
        }
        return Int32(number - Int64(base))
    }
}

/// What the level-2 cache knows about each node, as parallel lists.
private struct Level2Columns {
    private var columns: [String: [Double?]] = [:]

    private static let names = ["size_nm3", "area_nm2", "max_dt_nm", "mean_dt_nm"]

    init(_ value: LuaValue?, count: Int) throws(LuaError) {
        guard let value else { return }
        guard let table = value.table else { throw Argument(named: "l2").error(expected: "table", got: value) }
        let named = try NamedArguments(table, of: "graph: l2", known: Self.names)
        for name in Self.names {
            guard let column = named.value(name) else { continue }
            columns[name] = try Self.column(column, Argument(named: "l2.\(name)"), count: count)
        }
    }

    private static func column(
        _ value: LuaValue,
        _ argument: Argument,
        count: Int
    ) throws(LuaError) -> [Double?] {
        guard let table = value.table, table.fields.isEmpty else { throw argument.error(expected: "list", got: value) }
        guard table.list.count == count else {
            throw argument.error("\(count) numbers expected, one for each vertex, got \(table.list.count)")
        }
        var numbers: [Double?] = []
        for (index, item) in table.list.enumerated() {
            if case .null = item {
                numbers.append(nil)
            } else if let number = item.asDouble {
                numbers.append(number)
            } else {
                throw argument.error("entry \(index + 1): number expected, got \(item.typeName)")
            }
        }
        return numbers
    }

    func node(_ id: Int64, _ point: Point3?, _ index: Int) -> Level2Graph.Node {
        Level2Graph.Node(
            id: id,
            coordinate: point,
            sizeNM3: columns["size_nm3"]?[index],
            areaNM2: columns["area_nm2"]?[index],
            maxDT: columns["max_dt_nm"]?[index],
            meanDT: columns["mean_dt_nm"]?[index]
        )
    }
}

/// The vertex of each output and input synapse.
private struct SynapseColumns {
    let pre: [Level2Graph.Synapse]
    let post: [Level2Graph.Synapse]

    init(_ value: LuaValue?, _ ids: [Int64], _ base: Int) throws(LuaError) {
        guard let value else {
            (pre, post) = ([], [])
            return
        }
        guard let table = value.table else { throw Argument(named: "synapses").error(expected: "table", got: value) }
        let named = try NamedArguments(table, of: "graph: synapses", known: ["pre", "post"])
        pre = try Self.side("pre", named, ids, base)
        post = try Self.side("post", named, ids, base)
    }

    private static func side(
        _ name: String,
        _ named: NamedArguments,
        _ ids: [Int64],
        _ base: Int
    ) throws(LuaError) -> [Level2Graph.Synapse] {
        guard let value = named.value(name) else { return [] }
        let argument = Argument(named: "synapses.\(name)")
        guard let table = value.table, table.fields.isEmpty else { throw argument.error(expected: "list", got: value) }
        var synapses: [Level2Graph.Synapse] = []
        for (index, item) in table.list.enumerated() {
            let vertex = try GraphTable.vertexIndex(item, argument, index + 1, base, count: ids.count)
            synapses.append(Level2Graph.Synapse(level2ID: ids[Int(vertex)]))
        }
        return synapses
    }
}

extension LuaValue {
    /// The number, integer or float.
    var asDouble: Double? {
        switch self {
        case .integer(let number): Double(number)
        case .number(let number): number
        default: nil
        }
    }
}
