import LuaHost
import SkeletonAPI

/// What `karst.cave.client` gives: the services of one datastack.
final class ClientObject: LuaObject {
    let datastack: String
    let skeleton: SkeletonClientObject

    init(service: any SkeletonServing, datastack: String) {
        self.datastack = datastack
        skeleton = SkeletonClientObject(service: service, datastack: datastack)
    }

    static let luaType = LuaType(
        ClientObject.self,
        name: "Client",
        summary: "The services of one datastack.",
        properties: [
            LuaProperty("skeleton", "SkeletonClient", "The skeleton service.") {
                (client: ClientObject) throws(LuaError) in .object(client.skeleton)
            },
            LuaProperty("datastack_name", "string", "The datastack.") {
                (client: ClientObject) throws(LuaError) in .text(client.datastack)
            },
        ],
        describe: { "Client of datastack '\($0.datastack)'" },
        keepsIdentity: true
    )
}
