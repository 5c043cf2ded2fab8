import LuaHost
import SkeletonAPI
import SkeletonModel
import SkeletonService

/// What `karst.service.open` gives: the embedded service's own side.
final class ServiceObject: LuaObject {
    let service: EmbeddedService
    let folder: String
    let registry: ServiceRegistry

    init(_ service: EmbeddedService, folder: String, registry: ServiceRegistry) {
        (self.service, self.folder, self.registry) = (service, folder, registry)
    }

    /// What `karst import` uses when it is not told otherwise.
    static let defaultDatastack = "local"

    static let luaType = LuaType(
        ServiceObject.self,
        name: "Service",
        summary: "An embedded skeleton service: a folder of level-2 graphs and finished skeletons, and its workers.",
        methods: methods,
        properties: [
            LuaProperty("folder", "string", "The data folder.") {
                (service: ServiceObject) throws(LuaError) in .text(service.folder)
            }
        ],
        describe: { "Service in \($0.folder)" },
        keepsIdentity: true
    )
}

private typealias Operation<Value: Sendable> = HostOperation<Value, ServiceError>

private func options(_ call: borrowing LuaCall, _ index: Int, of method: String) throws(LuaError) -> String {
    let named = try NamedArguments(call.optionalTable(index, "options"), of: method, known: ["datastack"])
    return try named.string("datastack") ?? ServiceObject.defaultDatastack
}

private func importFiles(_ call: borrowing LuaCall) throws(LuaError) -> LuaWait {
    let service = try call.receiver(as: ServiceObject.self).service
    let paths = try filePaths(call, 1, "files")
    for path in paths { try call.engine.access.checkFile(path, for: .reading) }
    let datastack = try options(call, 2, of: "import")
    let operation = Operation { () async throws(ServiceError) in
        try await service.importFiles(paths, datastack: datastack)
    }
    return .on("import", operation) { neurons in
        .list(
            neurons.map {
                .record([
                    ("root_id", .integer($0.rootID.value)), ("kind", .text($0.kind.rawValue)),
                    ("outcome", .text($0.outcome.rawValue)), ("path", .text($0.path)),
                ])
            }
        )
    }
}

/// One path or a list of them.
private func filePaths(_ call: borrowing LuaCall, _ index: Int, _ name: String) throws(LuaError) -> [String] {
    let argument = Argument(index, name)
    let value = try call.value(index)
    if let path = value.text { return [path] }
    guard let table = value.table, table.fields.isEmpty else {
        throw argument.error(expected: "path or list of paths", got: value)
    }
    guard !table.list.isEmpty else { throw argument.error("the list of paths is empty") }
    var paths: [String] = []
    for (place, item) in table.list.enumerated() {
        guard let path = item.text else {
            throw argument.error("entry \(place + 1): path expected, got \(item.typeName)")
        }
        paths.append(path)
    }
    return paths
}

private func rootIDs(_ call: borrowing LuaCall) throws(LuaError) -> LuaWait {
    let service = try call.receiver(as: ServiceObject.self).service
    let datastack = try options(call, 1, of: "root_ids")
    let operation = Operation { () async throws(ServiceError) in try await service.rootIDs(datastack: datastack) }
    return .on("root_ids", operation) { .integers($0.map(\.value)) }
}

private func refuse(_ call: borrowing LuaCall) throws(LuaError) -> LuaWait {
    let service = try call.receiver(as: ServiceObject.self).service
    let ids = try RootIDs(call.value(1), Argument(1, "root_ids")).ids
    let datastack = try options(call, 2, of: "refuse")
    let operation = Operation { () async throws(ServiceError) in try await service.refuse(ids, datastack: datastack) }
    return .on("refuse", operation) { _ in .nil }
}

private func datastacks(_ call: borrowing LuaCall) throws(LuaError) -> LuaWait {
    let service = try call.receiver(as: ServiceObject.self).service
    let operation = Operation { () async throws(ServiceError) in try await service.datastacks() }
    return .on("datastacks", operation) { .list($0.map(LuaValue.text)) }
}

private func close(_ call: borrowing LuaCall) throws(LuaError) -> LuaWait {
    let object = try call.receiver(as: ServiceObject.self)
    let service = object.service
    object.registry.remove(service)
    return .on("close", Operation { () async throws(ServiceError) in await service.close() }) { _ in .nil }
}

private let methods = [
    LuaFunction(
        "import",
        "(files: string|string[], options?: { datastack?: string }): table[]",
        "Takes in level-2 graphs and finished skeletons; gives what became of each neuron.",
        importFiles
    ).options(LuaParameter("datastack", "string", "The datastack.", default: "\"local\"")),
    LuaFunction(
        "root_ids",
        "(options?: { datastack?: string }): integer[]",
        "The root ids of a datastack.",
        rootIDs
    ).options(LuaParameter("datastack", "string", "The datastack.", default: "\"local\"")),
    LuaFunction(
        "refuse",
        "(root_ids: integer|string|(integer|string)[], options?: { datastack?: string })",
        "Puts neurons on the refusal list.",
        refuse
    ).options(LuaParameter("datastack", "string", "The datastack.", default: "\"local\"")),
    LuaFunction("datastacks", "(): string[]", "The names of all datastacks.", datastacks),
    LuaFunction("close", "()", "Ends the workers and closes the folder's files.", close),
]
