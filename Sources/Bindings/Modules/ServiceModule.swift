import LuaHost
import SkeletonAPI
import SkeletonService

private func open(_ call: borrowing LuaCall, _ services: ServiceRegistry) throws(LuaError) -> LuaValue {
    let folder = try call.optionalPath(1, "folder", for: .writing)
    if folder == nil { try call.engine.access.checkFile(EmbeddedService.defaultFolder, for: .writing) }
    do throws(ServiceError) {
        let service = try services.service(folder: folder)
        return .object(
            ServiceObject(service, folder: folder ?? EmbeddedService.defaultFolder, registry: services)
        )
    } catch {
        throw LuaError(error)
    }
}

extension LuaModule {
    static func service(_ services: ServiceRegistry) -> LuaModule {
        LuaModule(
            name: "service",
            summary: "The embedded skeleton service's own side: what a client cannot do.",
            functions: [
                LuaFunction(
                    "open",
                    "(folder?: string): Service",
                    "Opens a data folder, made when it is not there; without a name the user's own."
                ) { (call) throws(LuaError) -> LuaValue in try open(call, services) }.parameters(
                    LuaParameter("folder", "The data folder.", default: "the user's own")
                )
            ],
            types: [ServiceObject.luaType]
        )
    }
}
