import LuaHost
import SkeletonAPI
import SkeletonModel

/// `client.info`: the datastacks that a server knows.
final class InfoClientObject: LuaObject {
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
        InfoClientObject.self,
        name: "InfoClient",
        summary: "The datastacks that a server knows.",
        methods: [
            LuaFunction("get_datastacks", "(): string[]", "The names of all datastacks.", getDatastacks),
            LuaFunction(
                "get_datastack_info",
                "(options?: table): table",
                "The record of a datastack: its servers, tables and resolution.",
                getDatastackInfo
            ).options(
                LuaParameter(
                    "datastack_name",
                    "string",
                    "Another datastack than the client's.",
                    default: "the client's"
                )
            ),
        ],
        describe: { "InfoClient of datastack '\($0.datastack)'" }
    )
}

private typealias Operation<Value: Sendable> = HostOperation<Value, ServiceError>

private func getDatastacks(_ call: borrowing LuaCall) throws(LuaError) -> LuaWait {
    let client = try call.receiver(as: InfoClientObject.self)
    let service = client.service
    let operation = Operation { () async throws(ServiceError) in try await service.datastackNames() }
    return client.wait("get_datastacks", operation) { .list($0.map(LuaValue.text)) }
}

private func getDatastackInfo(_ call: borrowing LuaCall) throws(LuaError) -> LuaWait {
    let client = try call.receiver(as: InfoClientObject.self)
    var datastack = client.datastack
    if try call.value(1).table != nil {
        let options = try NamedArguments(
            call.optionalTable(1, "options"),
            of: "get_datastack_info",
            known: ["datastack_name"]
        )
        datastack = try options.string("datastack_name") ?? datastack
    } else if let name = try call.optionalString(1, "datastack_name") {
        datastack = name
    }
    let (service, name) = (client.service, datastack)
    let operation = Operation { () async throws(ServiceError) in try await service.datastackInfo(name) }
    return client.wait("get_datastack_info", operation) { LuaValue($0) }
}
