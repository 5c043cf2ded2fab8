import FoundationEssentials
import LuaHost
import SkeletonAPI
import SkeletonClient
import SkeletonService

/// `karst.cave.client(datastack, options)`, or one table of named arguments.
private func client(_ call: borrowing LuaCall, _ services: ServiceRegistry) throws(LuaError) -> LuaValue {
    let first = try call.value(1)
    var known = ["server_address", "data"] + ClientOptions.names
    let options: NamedArguments
    var datastack: String?
    if let table = first.table {
        known.append("datastack_name")
        options = try NamedArguments(table, of: "client", known: known)
        datastack = try options.string("datastack_name")
    } else {
        datastack = try call.string(1, "datastack_name")
        options = try NamedArguments(call.optionalTable(2, "options"), of: "client", known: known)
    }
    guard let datastack, !datastack.isEmpty else {
        throw Argument(1, "datastack_name").error("the name of a datastack expected")
    }
    let address = try options.string("server_address")
    if address == "embedded" { return try embedded(datastack, options, services, call.engine) }
    if options.has("data") {
        throw Argument(named: "data").error("only the embedded service has a data folder")
    }
    return try hosted(datastack, address, options, services, call.engine)
}

private func embedded(
    _ datastack: String,
    _ options: NamedArguments,
    _ services: ServiceRegistry,
    _ engine: LuaEngine
) throws(LuaError) -> LuaValue {
    if let name = ClientOptions.names.first(where: options.has) {
        throw Argument(named: name).error("the embedded service is reached without a network")
    }
    let folder = try options.string("data")
    try engine.access.checkFile(folder ?? EmbeddedService.defaultFolder, for: .writing)
    do throws(ServiceError) {
        let service = try services.service(folder: folder)
        return .object(ClientObject(service: service, credentials: nil, server: "embedded", datastack: datastack))
    } catch {
        throw LuaError(error)
    }
}

private func hosted(
    _ datastack: String,
    _ address: String?,
    _ named: NamedArguments,
    _ services: ServiceRegistry,
    _ engine: LuaEngine
) throws(LuaError) -> LuaValue {
    var (options, trace) = try ClientOptions.read(named, services.hooks, engine)
    options.serverAddress = address
    let client: ServiceClient
    do throws(ServiceError) { client = try ServiceClient(datastack: datastack, options) } catch {
        throw LuaError(error)
    }
    return .object(
        ClientObject(
            service: client,
            credentials: client.credentials,
            server: client.serverAddress,
            datastack: datastack,
            trace: trace
        )
    )
}

private func known(_ call: borrowing LuaCall) throws(LuaError) -> LuaValue {
    guard call.engine.access.profile == .full else {
        return .record([("datastacks", .list([])), ("root_ids", .integers([]))])
    }
    let names = LocalNames(environment: ProcessInfo.processInfo.environment)
    return .record([
        ("datastacks", .list(names.datastacks.sorted().map { .text($0) })),
        ("root_ids", .integers(names.rootIDs.sorted())),
    ])
}

extension LuaModule {
    static func cave(_ services: ServiceRegistry) -> LuaModule {
        LuaModule(
            name: "cave",
            summary: "Clients of the skeleton service, with the names that Python's caveclient has.",
            functions: [
                LuaFunction(
                    "client",
                    "(datastack_name: string, options?: table): Client",
                    "A client of one datastack, hosted as a rule; `server_address = \"embedded\"` is the service on this "
                        + "machine."
                ) { (call) throws(LuaError) -> LuaValue in try client(call, services) }.options(
                    [
                        LuaParameter(
                            "server_address",
                            "string|'embedded'",
                            "The server; \"embedded\" is the service on this machine.",
                            default: "as caveclient finds it"
                        ),
                        LuaParameter(
                            "data",
                            "string",
                            "The data folder of the embedded service.",
                            default: "the user's own"
                        ),
                    ] + ClientOptions.parameters
                ),
                LuaFunction(
                    "known",
                    "(): { datastacks: string[], root_ids: integer[] }",
                    "The datastacks and root ids that this machine has files of, as far as a short look finds them.",
                    known
                ),
            ],
            types: [
                ClientObject.luaType, SkeletonClientObject.luaType, GraphClientObject.luaType,
                InfoClientObject.luaType, AuthClientObject.luaType, SkeletonObject.luaType,
            ]
        )
    }
}
