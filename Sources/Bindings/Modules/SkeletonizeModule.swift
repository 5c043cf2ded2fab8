import FoundationEssentials
import LuaHost
import SkeletonModel
import Skeletonization

/// `karst.skeletonize.graph(path or table, options)`.
private func graph(_ call: borrowing LuaCall) throws(LuaError) -> LuaWait {
    let (first, engine) = (try call.value(1), call.engine)
    let named = try NamedArguments(call.optionalTable(2, "options"), of: "graph", known: optionNames)
    let datastack = try named.string("datastack") ?? "local"
    if let path = first.text {
        let options = try skeletonizationOptions(named, indexBase: 1)
        let operation = HostOperation { () async throws(InputProblem) in
            try make(try oneGraph(of: path), options, datastack)
        }
        return .on("skeletonize \(path)", operation) { (made) throws(LuaError) in try finish(made, engine) }
    }
    guard let table = first.table else {
        throw Argument(1, "graph").error(expected: "path or table", got: first)
    }
    let input = try GraphTable(table)
    let options = try skeletonizationOptions(named, indexBase: input.indexBase)
    let operation = HostOperation { () async throws(InputProblem) in
        var arrays = try make(input.graph, options, datastack)
        // The id is a stand-in where the caller gave none: it must not be found in files afterwards.
        if !input.hasRootID { arrays.meta["root_id"] = .null }
        return arrays
    }
    return .on("skeletonize", operation) { (made) throws(LuaError) in try finish(made, engine) }
}

/// `karst.skeletonize.mesh(path or table, options)`.
private func mesh(_ call: borrowing LuaCall) throws(LuaError) -> LuaWait {
    let (first, engine) = (try call.value(1), call.engine)
    let known = optionNames + ["soma_point", "root_id", "merge_vertices"]
    let named = try NamedArguments(call.optionalTable(2, "options"), of: "mesh", known: known)
    if let path = first.text {
        let options = try skeletonizationOptions(named, indexBase: 1, defaults: .mesh)
        var source = SkeletonSource.Options()
        source.somaPoint = try named.point("soma_point")
        source.rootID = try named.rootID("root_id")
        source.mergesVertices = try named.boolean("merge_vertices") ?? false
        let operation = HostOperation { [source] () async throws(InputProblem) in
            let found = try read(path, source)
            guard case .mesh(let mesh) = found.content else { throw .otherKind(path, expected: "a triangle mesh") }
            return try make(mesh, options, found.somaPoint, found.rootID)
        }
        return .on("skeletonize \(path)", operation) { (made) throws(LuaError) in try finish(made, engine) }
    }
    guard let table = first.table else {
        throw Argument(1, "mesh").error(expected: "path or table", got: first)
    }
    let input = try MeshTable(table)
    let options = try skeletonizationOptions(named, indexBase: input.indexBase, defaults: .mesh)
    let surface = try named.boolean("merge_vertices") == true ? input.mesh.mergingEqualVertices() : input.mesh
    let (soma, id) = (try named.point("soma_point") ?? input.somaPoint, try named.rootID("root_id") ?? input.rootID)
    let operation = HostOperation { () async throws(InputProblem) in try make(surface, options, soma, id) }
    return .on("skeletonize", operation) { (made) throws(LuaError) in try finish(made, engine) }
}

/// `karst.skeletonize.volume(path, options)`.
private func volume(_ call: borrowing LuaCall) throws(LuaError) -> LuaWait {
    let (path, engine) = (try call.path(1, "path", for: .reading), call.engine)
    let known = optionNames + ["voxel_size", "origin", "chunk", "label", "labels", "scale", "fill_missing"]
    let named = try NamedArguments(call.optionalTable(2, "options"), of: "volume", known: known)
    let options = try skeletonizationOptions(named, indexBase: 1)
    let datastack = try named.string("datastack") ?? "local"
    var source = SkeletonSource.Options()
    source.voxelSize = try named.point("voxel_size")
    source.origin = try named.point("origin")
    source.scale = try named.string("scale")
    source.fillsMissing = try named.boolean("fill_missing") ?? false
    let (isSingle, cut) = (named.has("label"), try volumeOptions(named))
    let operation = HostOperation { [source] () async throws(InputProblem) in
        guard case .volume(let volume) = try read(path, source).content else {
            throw .otherKind(path, expected: "a label volume")
        }
        var skeletons: [SkeletonArrays] = []
        for graph in try graphs(of: volume, cut) { skeletons.append(try make(graph, options, datastack)) }
        return skeletons
    }
    return .on("skeletonize \(path)", operation) { (made) throws(LuaError) in
        if isSingle, let single = made.first { return try finish(single, engine) }
        var entries: [(key: LuaValue, value: LuaValue)] = []
        for arrays in made {
            let id = arrays.meta["root_id"]?.integerValue ?? 0
            entries.append((key: .integer(id), value: try finish(arrays, engine)))
        }
        return .table(LuaTable(list: [], entries: entries))
    }
}

/// The chunk sides and labels that a script wants.
private func volumeOptions(_ named: NamedArguments) throws(LuaError) -> VolumeOptions {
    var options = VolumeOptions()
    if let sides = try named.point("chunk") {
        guard let x = Int(exactly: sides.x), let y = Int(exactly: sides.y), let z = Int(exactly: sides.z) else {
            throw Argument(named: "chunk").error("three whole numbers expected")
        }
        options.chunk = VoxelGrid(x, y, z)
    }
    var labels: Set<UInt64> = []
    if let value = named.value("label") { labels.insert(try label(value, "label")) }
    if let list = named.value("labels") {
        for value in try GraphTable.rows(list, "labels") { labels.insert(try label(value, "labels")) }
    }
    if named.has("label") || named.has("labels") { options.labels = labels }
    return options
}

private func label(_ value: LuaValue, _ name: String) throws(LuaError) -> UInt64 {
    guard case .integer(let number) = value, number > 0 else {
        throw Argument(named: name).error("a label is an integer of 1 or more")
    }
    return UInt64(number)
}

/// What can go wrong on the way from a file to a skeleton.
private enum InputProblem: UserFacingError {
    case input(SkeletonizationError)
    case severalNeurons(path: String, count: Int)
    case otherKind(String, expected: String)

    var description: String {
        switch self {
        case .input(let error): error.description
        case .severalNeurons(let path, let count):
            "\(path): holds \(count) neurons; import it into a service, or split it"
        case .otherKind(let path, let expected): "\(path): is not \(expected)"
        }
    }

    var code: String {
        switch self {
        case .input(let error): error.code
        case .severalNeurons: "bad_graph"
        case .otherKind: "unknown_input"
        }
    }

    var details: [String: JSONValue] {
        switch self {
        case .input(let error): error.details
        case .severalNeurons(let path, _), .otherKind(let path, _): ["path": .string(path)]
        }
    }
}

private func read(
    _ path: String,
    _ options: SkeletonSource.Options = SkeletonSource.Options()
) throws(InputProblem) -> SkeletonSource {
    do { return try SkeletonSource.read(path, options: options) } catch { throw .input(error) }
}

private func oneGraph(of path: String) throws(InputProblem) -> Level2Graph {
    guard case .graphs(let graphs) = try read(path).content else { throw .otherKind(path, expected: "a level-2 graph") }
    guard graphs.count == 1 else { throw .severalNeurons(path: path, count: graphs.count) }
    return graphs[0]
}

private func graphs(of volume: LabelVolume, _ options: VolumeOptions) throws(InputProblem) -> [Level2Graph] {
    do { return try volume.level2Graphs(options) } catch { throw .input(error) }
}

private func make(
    _ graph: Level2Graph,
    _ options: SkeletonizationOptions,
    _ datastack: String
) throws(InputProblem) -> SkeletonArrays {
    do {
        return try graph.skeletonized(options, datastack: datastack, timestamp: Date.now.timeIntervalSince1970)
    } catch {
        throw .input(error)
    }
}

private func make(
    _ mesh: TriangleMesh,
    _ options: SkeletonizationOptions,
    _ somaPoint: Point3?,
    _ rootID: RootID?
) throws(InputProblem) -> SkeletonArrays {
    let now = Date.now.timeIntervalSince1970
    do {
        return try mesh.skeletonized(options, somaPoint: somaPoint, rootID: rootID, timestamp: now)
    } catch {
        throw .input(error)
    }
}

private func finish(_ arrays: SkeletonArrays, _ engine: LuaEngine) throws(LuaError) -> LuaValue {
    do {
        return .object(SkeletonObject(try Skeleton(arrays), in: engine))
    } catch {
        throw LuaError(error)
    }
}

private let optionNames = [
    "invalidation", "collapse_soma", "collapse_radius", "component_threshold", "root_index", "smooth", "root_search",
    "strict_soma", "datastack",
]

private func skeletonizationOptions(
    _ named: NamedArguments,
    indexBase: Int,
    defaults: SkeletonizationOptions = SkeletonizationOptions()
) throws(LuaError) -> SkeletonizationOptions {
    var options = defaults
    options.invalidationDistance = try named.number("invalidation") ?? options.invalidationDistance
    options.collapseSoma = try named.boolean("collapse_soma") ?? options.collapseSoma
    options.collapseRadius = try named.number("collapse_radius") ?? options.collapseRadius
    options.componentThreshold = try named.integer("component_threshold") ?? options.componentThreshold
    options.rootIndex = try named.integer("root_index").map { $0 &- indexBase }
    options.smooth = try named.boolean("smooth") ?? options.smooth
    options.strictSoma = try named.boolean("strict_soma") ?? options.strictSoma
    if let name = try named.string("root_search") {
        guard let search = SkeletonizationOptions.RootSearch(rawValue: name) else {
            throw Argument(named: "root_search").error("'reference' or 'per_component' expected, got '\(name)'")
        }
        options.rootSearch = search
    }
    return options
}

/// What every function here can be told; meshes have defaults of their own for two of them.
private func documentation(invalidation: String = "7500", threshold: String = "0") -> [LuaParameter] {
    [
        LuaParameter(
            "invalidation",
            "number",
            "Nodes within this distance in nm of a path are accounted for by it.",
            default: invalidation
        ),
        LuaParameter(
            "collapse_soma",
            "boolean",
            "Makes the part around the soma point a single node.",
            default: "true"
        ),
        LuaParameter("collapse_radius", "number", "What counts as around the soma point, in nm.", default: "7500"),
        LuaParameter(
            "component_threshold",
            "integer",
            "Components with this many nodes or fewer are left out.",
            default: threshold
        ),
        LuaParameter(
            "root_index",
            "integer",
            "The node to root the skeleton at; it takes the soma's place.",
            default: "the soma, else an end of the longest path"
        ),
        LuaParameter("smooth", "boolean", "Smoothes the positions before the soma is collapsed.", default: "false"),
        LuaParameter(
            "root_search",
            "\"reference\"|\"per_component\"",
            "Where the path search of a component starts.",
            default: "\"reference\""
        ),
        LuaParameter(
            "strict_soma",
            "boolean",
            "Labels a root soma only where there is a soma point.",
            default: "false"
        ),
        LuaParameter("datastack", "string", "What the metadata call the data set.", default: "\"local\""),
    ]
}

extension LuaModule {
    static let skeletonize = LuaModule(
        name: "skeletonize",
        summary: "Skeletons made on this machine, as the service makes them, without any service.",
        functions: [
            LuaFunction(
                "graph",
                "(graph: string|table, options?: table): Skeleton",
                "The skeleton of a level-2 graph, from a file (.l2.jsonl, or a table of nodes in .csv) or a table.",
                graph
            ).options(documentation()).parameters(
                LuaParameter("graph", "A file (.l2.jsonl, or a table of nodes in .csv), or the graph as a table.")
            ),
            LuaFunction(
                "mesh",
                "(mesh: string|table, options?: table): Skeleton",
                "The skeleton of a triangle mesh, from a file (OBJ, PLY, Neuroglancer manifest) or a table.",
                mesh
            ).options(documentation(invalidation: "12000", threshold: "100")).options(
                LuaParameter(
                    "soma_point",
                    "number[]",
                    "The centre of the soma in nm.",
                    default: "the table's own, else none"
                ),
                LuaParameter(
                    "root_id",
                    "integer|string",
                    "The neuron.",
                    default: "the digits that the file's name begins with"
                ),
                LuaParameter("merge_vertices", "boolean", "Makes vertices at equal positions one.", default: "false")
            ).parameters(LuaParameter("mesh", "A file (OBJ, PLY, Neuroglancer manifest), or the mesh as a table.")),
            LuaFunction(
                "volume",
                "(path: string, options?: table): table<integer, Skeleton>|Skeleton",
                "The skeletons of a label volume by root id, or with the option 'label' the one of that label.",
                volume
            ).options(documentation()).options(
                LuaParameter("voxel_size", "number[]", "The sides of a voxel in nm.", default: "the file's own"),
                LuaParameter(
                    "origin",
                    "number[]",
                    "The corner of the first voxel in nm.",
                    default: "the file's own, else 0, 0, 0"
                ),
                LuaParameter(
                    "chunk",
                    "integer[]",
                    "The sides of a chunk in voxels.",
                    default: "the file's own, else about 2048 nm"
                ),
                LuaParameter("label", "integer", "The only label wanted.", default: "all labels"),
                LuaParameter("labels", "integer[]", "The labels wanted.", default: "all labels"),
                LuaParameter("scale", "string", "The key of the scale of a precomputed volume.", default: "the first"),
                LuaParameter(
                    "fill_missing",
                    "boolean",
                    "Takes missing chunks of a precomputed volume for background.",
                    default: "false"
                )
            ),
        ],
        types: [SkeletonObject.luaType]
    )
}
