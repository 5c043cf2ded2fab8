import LuaHost
import SkeletonAPI

/// `client.skeleton`: caveclient's ten public methods, and one of ours that says where each id stands.
final class SkeletonClientObject: LuaObject {
    let service: any SkeletonServing
    let datastack: String

    init(service: any SkeletonServing, datastack: String) {
        (self.service, self.datastack) = (service, datastack)
    }

    static let luaType = LuaType(
        SkeletonClientObject.self,
        name: "SkeletonClient",
        summary: "The skeleton service of one datastack, with caveclient's methods.",
        methods: methods,
        properties: [
            LuaProperty("datastack_name", "string", "The datastack that requests are about unless they name another.") {
                (client: SkeletonClientObject) throws(LuaError) in .text(client.datastack)
            }
        ],
        describe: { "SkeletonClient of datastack '\($0.datastack)'" }
    )
}
