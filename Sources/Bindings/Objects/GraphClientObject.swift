import LuaHost
import SkeletonAPI
import SkeletonModel

/// `client.chunkedgraph`: what ids are, and whether they are up to date.
final class GraphClientObject: LuaObject {
    let service: any GraphServing
    let datastack: String
    private let trace: TraceFunction?

    init(service: any GraphServing, datastack: String, trace: TraceFunction?) {
        (self.service, self.datastack, self.trace) = (service, datastack, trace)
    }

    fileprivate func wait<Value: Sendable>(
        _ what: String,
        _ operation: HostOperation<Value, ServiceError>,
        then finish: @escaping (Value) throws(LuaError) -> LuaValue
    ) -> LuaWait {
        TraceFunction.wait(trace, what, operation, then: finish)
    }

    static let luaType = LuaType(
        GraphClientObject.self,
        name: "GraphClient",
        summary: "The chunked graph of one datastack.",
        methods: [
            LuaFunction(
                "is_valid_nodes",
                "(node_ids: integer|string|(integer|string)[], options?: table): boolean|table<integer, boolean>",
                "Whether ids exist in the graph, as neurons or as parts; timestamps are seconds since 1970.",
                isValidNodes
            ).parameters(
                LuaParameter("node_ids", "Ids of whatever layer, as integers or digits.")
            ).options(
                LuaParameter("start_timestamp", "number", "Created after this moment.", default: "946684800"),
                LuaParameter("end_timestamp", "number", "Created before this moment.", default: "now"),
                LuaParameter(
                    "datastack_name",
                    "string",
                    "Another datastack than the client's.",
                    default: "the client's"
                )
            ),
            LuaFunction(
                "is_latest_roots",
                "(root_ids: integer|string|(integer|string)[], options?: table): boolean|table<integer, boolean>",
                "Whether ids are still those of neurons, now or at a time in seconds since 1970.",
                isLatestRoots
            ).parameters(
                LuaParameter("root_ids", "Root ids, as integers or digits.")
            ).options(
                LuaParameter("timestamp", "number", "The moment.", default: "now"),
                LuaParameter(
                    "datastack_name",
                    "string",
                    "Another datastack than the client's.",
                    default: "the client's"
                )
            ),
            LuaFunction(
                "suggest_latest_roots",
                "(root_id: integer|string, options?: table): any",
                "The neuron that most of an outdated one is in now; all of them with `return_all`.",
                suggestLatestRoots
            ).parameters(
                LuaParameter("root_id", "The root id that may be outdated.")
            ).options(
                LuaParameter("timestamp", "number", "The moment.", default: "now"),
                LuaParameter(
                    "stop_layer",
                    "integer",
                    "The layer whose nodes are counted.",
                    default: "the fourth below the top"
                ),
                LuaParameter("return_all", "boolean", "Gives all neurons, the largest part first.", default: "false"),
                LuaParameter(
                    "return_fraction_overlap",
                    "boolean",
                    "Gives `{ root_id =, fraction = }` instead of ids.",
                    default: "false"
                ),
                LuaParameter(
                    "datastack_name",
                    "string",
                    "Another datastack than the client's.",
                    default: "the client's"
                )
            ),
        ],
        describe: { "GraphClient of datastack '\($0.datastack)'" }
    )
}

private typealias Operation<Value: Sendable> = HostOperation<Value, ServiceError>

private func options(
    _ call: borrowing LuaCall,
    of method: String,
    _ known: [String]
) throws(LuaError) -> NamedArguments {
    try NamedArguments(call.optionalTable(2, "options"), of: method, known: known + ["datastack_name"])
}

private func isValidNodes(_ call: borrowing LuaCall) throws(LuaError) -> LuaWait {
    let client = try call.receiver(as: GraphClientObject.self)
    let asked = try RootIDs(call.value(1), Argument(1, "node_ids"))
    let options = try options(call, of: "is_valid_nodes", ["start_timestamp", "end_timestamp"])
    let (start, end) = (try options.number("start_timestamp"), try options.number("end_timestamp"))
    let (service, datastack) = (client.service, try options.string("datastack_name") ?? client.datastack)
    let operation = Operation { () async throws(ServiceError) in
        try await service.validNodes(asked.ids, datastack: datastack, start: start, end: end)
    }
    return client.wait("is_valid_nodes", operation) { flags(of: asked, $0) }
}

private func isLatestRoots(_ call: borrowing LuaCall) throws(LuaError) -> LuaWait {
    let client = try call.receiver(as: GraphClientObject.self)
    let asked = try RootIDs(call.value(1), Argument(1, "root_ids"))
    let options = try options(call, of: "is_latest_roots", ["timestamp"])
    let timestamp = try options.number("timestamp")
    let (service, datastack) = (client.service, try options.string("datastack_name") ?? client.datastack)
    let operation = Operation { () async throws(ServiceError) in
        try await service.latestRoots(asked.ids, datastack: datastack, timestamp: timestamp)
    }
    return client.wait("is_latest_roots", operation) { flags(of: asked, $0) }
}

/// One id gets a boolean, a list a table, as everywhere.
private func flags(of asked: RootIDs, _ flags: [RootID: Bool]) -> LuaValue {
    if asked.isSingle { return .boolean(flags[asked.ids[0]] ?? false) }
    return .byID(flags.map { ($0, .boolean($1)) })
}

private func suggestLatestRoots(_ call: borrowing LuaCall) throws(LuaError) -> LuaWait {
    let client = try call.receiver(as: GraphClientObject.self)
    let id = try RootID(call.value(1), Argument(1, "root_id"))
    let options = try options(
        call,
        of: "suggest_latest_roots",
        ["timestamp", "stop_layer", "return_all", "return_fraction_overlap"]
    )
    let (timestamp, layer) = (try options.number("timestamp"), try options.integer("stop_layer"))
    let (all, fractions) = (try options.boolean("return_all"), try options.boolean("return_fraction_overlap"))
    let (service, datastack) = (client.service, try options.string("datastack_name") ?? client.datastack)
    let operation = Operation { () async throws(ServiceError) in
        try await service.suggestedLatestRoots(id, datastack: datastack, timestamp: timestamp, stopLayer: layer)
    }
    return client.wait("suggest_latest_roots \(id)", operation) { suggestions in
        let values = suggestions.map { suggestion -> LuaValue in
            let id = LuaValue.integer(suggestion.rootID.value)
            return fractions == true ? .record([("root_id", id), ("fraction", .number(suggestion.fraction))]) : id
        }
        return all == true ? .list(values) : values.first ?? .nil
    }
}
