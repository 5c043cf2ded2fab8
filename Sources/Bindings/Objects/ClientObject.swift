import LuaHost
import SkeletonAPI
import SkeletonClient

/// What `karst.cave.client` gives: the services of one datastack.
final class ClientObject: LuaObject {
    let datastack: String
    let server: String
    let skeleton: SkeletonClientObject
    let graph: GraphClientObject
    let info: InfoClientObject
    let auth: AuthClientObject

    init(
        service: any SkeletonServing & GraphServing,
        credentials: Credentials?,
        server: String,
        datastack: String,
        trace: TraceFunction? = nil
    ) {
        (self.datastack, self.server) = (datastack, server)
        skeleton = SkeletonClientObject(service: service, datastack: datastack, trace: trace)
        graph = GraphClientObject(service: service, datastack: datastack, trace: trace)
        info = InfoClientObject(service: service, datastack: datastack, trace: trace)
        auth = AuthClientObject(credentials: credentials)
    }

    static let luaType = LuaType(
        ClientObject.self,
        name: "Client",
        summary: "The services of one datastack.",
        properties: [
            LuaProperty("skeleton", "SkeletonClient", "The skeleton service.") {
                (client: ClientObject) throws(LuaError) in .object(client.skeleton)
            },
            LuaProperty(
                "chunkedgraph",
                "GraphClient",
                "The chunked graph: what ids are, and whether they are up to date."
            ) {
                (client: ClientObject) throws(LuaError) in .object(client.graph)
            },
            LuaProperty("info", "InfoClient", "The datastacks that the server knows.") {
                (client: ClientObject) throws(LuaError) in .object(client.info)
            },
            LuaProperty("auth", "AuthClient", "The token.") {
                (client: ClientObject) throws(LuaError) in .object(client.auth)
            },
            LuaProperty("datastack_name", "string", "The datastack.") {
                (client: ClientObject) throws(LuaError) in .text(client.datastack)
            },
            LuaProperty("server_address", "string", "The server that knows the datastacks, or `embedded`.") {
                (client: ClientObject) throws(LuaError) in .text(client.server)
            },
        ],
        describe: { "Client of datastack '\($0.datastack)'" },
        keepsIdentity: true
    )
}
