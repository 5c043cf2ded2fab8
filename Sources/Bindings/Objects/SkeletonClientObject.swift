import LuaHost
import SkeletonAPI

/// `client.skeleton`: caveclient's ten public methods, and one of ours that says where each id stands.
final class SkeletonClientObject: LuaObject {
    let service: any SkeletonServing
    let datastack: String
    private let trace: TraceFunction?

    init(service: any SkeletonServing, datastack: String, trace: TraceFunction? = nil) {
        (self.service, self.datastack, self.trace) = (service, datastack, trace)
    }

    /// Waits for the service, and tells the script's own trace function of what went over the wire meanwhile.
    func wait<Value: Sendable>(
        _ what: String,
        _ operation: HostOperation<Value, ServiceError>,
        then finish: @escaping (Value) throws(LuaError) -> LuaValue
    ) -> LuaWait {
        TraceFunction.wait(trace, what, operation, then: finish)
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
