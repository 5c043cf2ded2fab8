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
        let operation = HostOperation { () async throws(GraphProblem) in
            try make(try GraphProblem.reading(path), options, datastack)
        }
        return .on("skeletonize \(path)", operation) { (made) throws(LuaError) in try finish(made, engine) }
    }
    guard let table = first.table else {
        throw Argument(1, "graph").error(expected: "path or table", got: first)
    }
    let input = try GraphTable(table)
    let options = try skeletonizationOptions(named, indexBase: input.indexBase)
    let operation = HostOperation { () async throws(GraphProblem) in
        var arrays = try make(input.graph, options, datastack)
        // The id is a stand-in where the caller gave none: it must not be found in files afterwards.
        if !input.hasRootID { arrays.arrays.meta["root_id"] = .null }
        return arrays
    }
    return .on("skeletonize", operation) { (made) throws(LuaError) in try finish(made, engine) }
}

/// What can go wrong on the way from a file to a skeleton.
private enum GraphProblem: UserFacingError {
    case file(FileError)
    case graph(SkeletonizationError)
    case severalNeurons(path: String, count: Int)
    case skeleton(SkeletonError)

    private var inner: (any UserFacingError)? {
        switch self {
        case .file(let error): error
        case .graph(let error): error
        case .skeleton(let error): error
        case .severalNeurons: nil
        }
    }

    var description: String {
        guard case .severalNeurons(let path, let count) = self else { return inner?.description ?? "" }
        return "\(path): holds \(count) neurons; import it into a service, or split it"
    }

    var code: String { inner?.code ?? "bad_graph" }

    var details: [String: JSONValue] {
        guard case .severalNeurons(let path, _) = self else { return inner?.details ?? [:] }
        return ["path": .string(path)]
    }

    static func reading(_ path: String) throws(GraphProblem) -> Level2Graph {
        let bytes: [UInt8]
        do { bytes = try AtomicFile.read(path) } catch { throw .file(error) }
        let graphs: [Level2Graph]
        do { graphs = try Level2GraphFile.read(bytes, path: path) } catch { throw .graph(error) }
        guard graphs.count == 1 else { throw .severalNeurons(path: path, count: graphs.count) }
        return graphs[0]
    }
}

private struct Made: Sendable {
    var arrays: SkeletonArrays
}

private func make(
    _ graph: Level2Graph,
    _ options: SkeletonizationOptions,
    _ datastack: String
) throws(GraphProblem) -> Made {
    do {
        let now = Date.now.timeIntervalSince1970
        return Made(arrays: try graph.skeletonized(options, datastack: datastack, timestamp: now))
    } catch {
        throw .graph(error)
    }
}

private func finish(_ made: Made, _ engine: LuaEngine) throws(LuaError) -> LuaValue {
    do {
        return .object(SkeletonObject(try Skeleton(made.arrays), in: engine))
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
    indexBase: Int
) throws(LuaError) -> SkeletonizationOptions {
    var options = SkeletonizationOptions()
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

extension LuaModule {
    static let skeletonize = LuaModule(
        name: "skeletonize",
        summary: "Skeletons made on this machine, as the service makes them, without any service.",
        functions: [
            LuaFunction(
                "graph",
                "(graph: string|table, options?: table): Skeleton",
                "The skeleton of a level-2 graph, from a .l2.jsonl file or a table.",
                graph
            )
        ],
        types: [SkeletonObject.luaType]
    )
}
