import LuaHost
import SkeletonAPI
import SkeletonService

/// `karst.cave.client(datastack, options)`, or one table of named arguments.
private func client(_ call: borrowing LuaCall, _ services: ServiceRegistry) throws(LuaError) -> LuaValue {
    let first = try call.value(1)
    var known = ["server_address", "data"]
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
    guard address == "embedded" else { throw unsupported(address) }
    let folder = try options.string("data")
    try call.engine.access.checkFile(folder ?? EmbeddedService.defaultFolder, for: .writing)
    do throws(ServiceError) {
        let service = try services.service(folder: folder)
        return .object(ClientObject(service: service, datastack: datastack))
    } catch {
        throw LuaError(error)
    }
}

private func unsupported(_ address: String?) -> LuaError {
    let asked = address.map { "server '\($0)'" } ?? "the hosted service"
    return LuaError(
        code: "unsupported",
        "\(asked) cannot be reached: this build serves the embedded service only "
            + "(ask for it with { server_address = \"embedded\" })"
    )
}

extension LuaModule {
    static func cave(_ services: ServiceRegistry) -> LuaModule {
        LuaModule(
            name: "cave",
            summary: "Clients of the skeleton service, with the names that Python's caveclient has.",
            functions: [
                LuaFunction(
                    "client",
                    "(datastack_name: string, options?: { server_address?: string, data?: string }): Client",
                    "A client of one datastack; `server_address = \"embedded\"` is the service on this machine."
                ) { (call) throws(LuaError) -> LuaValue in try client(call, services) }
            ],
            types: [ClientObject.luaType, SkeletonClientObject.luaType, SkeletonObject.luaType]
        )
    }
}
