import LuaHost
import SkeletonAPI
import SkeletonModel

private typealias Operation<Value: Sendable> = HostOperation<Value, ServiceError>

private func getVersion(_ call: borrowing LuaCall) throws(LuaError) -> LuaWait {
    let client = try call.receiver(as: SkeletonClientObject.self)
    let service = client.service
    return client.wait("get_version", Operation { () async throws(ServiceError) in try await service.version() }) {
        .text($0)
    }
}

private func getVersions(_ call: borrowing LuaCall) throws(LuaError) -> LuaWait {
    let client = try call.receiver(as: SkeletonClientObject.self)
    let service = client.service
    return client.wait(
        "get_versions",
        Operation { () async throws(ServiceError) in try await service.skeletonVersions() }
    ) {
        .list($0.map { .integer(Int64($0.rawValue)) })
    }
}

private func getRefusalList(_ call: borrowing LuaCall) throws(LuaError) -> LuaWait {
    let client = try call.receiver(as: SkeletonClientObject.self)
    let request = try SkeletonRequest(call, method: "get_refusal_list", subjects: [], client: client)
    let (service, datastack) = (client.service, request.datastack)
    let operation = Operation { () async throws(ServiceError) in try await service.refusalList(datastack: datastack) }
    return client.wait("get_refusal_list", operation) { refusals in
        .list(
            refusals.map {
                .record([("datastack_name", .text($0.datastack)), ("root_id", .integer($0.rootID.value))])
            }
        )
    }
}

private func getCacheContents(_ call: borrowing LuaCall) throws(LuaError) -> LuaWait {
    let client = try call.receiver(as: SkeletonClientObject.self)
    let request = try SkeletonRequest(
        call,
        method: "get_cache_contents",
        subjects: ["root_id_prefixes"],
        options: ["limit"],
        client: client
    )
    let prefixes = try prefixes(request.subject, request.subjectArgument)
    let limit = try request.options.integer("limit") ?? 0
    let (service, datastack, version) = (client.service, request.datastack, request.version)
    let operation = Operation { () async throws(ServiceError) in
        try await service.cacheContents(datastack: datastack, version: version, prefixes: prefixes, limit: limit)
    }
    return client.wait("get_cache_contents", operation) { contents in
        .record([
            ("num_found", .integer(Int64(contents.found))), ("files", .list(contents.files.map(LuaValue.text))),
        ])
    }
}

/// Beginnings of root ids: integers or digits, one or a list.
///
/// Without any, caveclient asks for ids that begin with 0.
private func prefixes(_ value: LuaValue, _ argument: Argument) throws(LuaError) -> [String] {
    switch value {
    case .nil: return ["0"]
    case .integer(let number):
        guard number >= 0 else { throw argument.error("a prefix cannot be negative (got \(number))") }
        return [String(number)]
    case .string(let string): return [string.description]
    case .table(let table) where table.fields.isEmpty:
        var all: [String] = []
        for item in table.list {
            if case .table = item { throw argument.error("a list of prefixes expected, found a list in it") }
            all += try prefixes(item, argument)
        }
        return all
    case .number(let number):
        throw argument.error("a prefix must be an integer or digits (got \(LuaNumber.text(number)))")
    default: throw argument.error(expected: "prefix or list of prefixes", got: value)
    }
}

private func skeletonsExist(_ call: borrowing LuaCall) throws(LuaError) -> LuaWait {
    let client = try call.receiver(as: SkeletonClientObject.self)
    let request = try SkeletonRequest(
        call,
        method: "skeletons_exist",
        subjects: ["root_ids", "root_id"],
        client: client
    )
    let asked = try request.rootIDs()
    let (service, datastack, version, ids) = (client.service, request.datastack, request.version, asked.ids)
    let operation = Operation { () async throws(ServiceError) in
        try await service.existence(of: ids, datastack: datastack, version: version)
    }
    // A list always gets a table, also a list of one: code that counts must not meet another type.
    let isSingle = asked.isSingle
    return client.wait("skeletons_exist", operation) { existence in
        if isSingle { return .boolean(existence[ids[0]] ?? false) }
        return .byID(existence.map { ($0, .boolean($1)) })
    }
}

private func getPrecomputedInfo(_ call: borrowing LuaCall) throws(LuaError) -> LuaWait {
    let client = try call.receiver(as: SkeletonClientObject.self)
    let request = try SkeletonRequest(call, method: "get_precomputed_skeleton_info", subjects: [], client: client)
    let (service, datastack, version) = (client.service, request.datastack, request.version)
    let operation = Operation { () async throws(ServiceError) in
        try await service.precomputedInfo(datastack: datastack, version: version)
    }
    return client.wait("get_precomputed_skeleton_info", operation) { LuaValue($0) }
}

private func getSkeleton(_ call: borrowing LuaCall) throws(LuaError) -> LuaWait {
    let client = try call.receiver(as: SkeletonClientObject.self)
    let request = try SkeletonRequest(
        call,
        method: "get_skeleton",
        subjects: ["root_id"],
        options: ["output_format", "raw"],
        client: client
    )
    let (id, form) = (try request.rootID(), try request.answer())
    let (service, datastack, version) = (client.service, request.datastack, request.version)
    let operation = Operation { () async throws(ServiceError) in
        let payload = try await service.skeleton(id, datastack: datastack, version: version, format: form.format)
        return try form.content(of: payload)
    }
    let engine = call.engine
    return client.wait("get_skeleton \(id)", operation) { $0.value(in: engine) }
}

private func getBulkSkeletons(_ call: borrowing LuaCall) throws(LuaError) -> LuaWait {
    let client = try call.receiver(as: SkeletonClientObject.self)
    let request = try SkeletonRequest(
        call,
        method: "get_bulk_skeletons",
        subjects: ["root_ids", "root_id"],
        options: ["output_format", "raw", "generate_missing_skeletons"],
        client: client
    )
    let (ids, form) = (try request.rootIDs().ids, try request.answer())
    let generate = try request.options.boolean("generate_missing_skeletons") ?? false
    let (service, datastack, version) = (client.service, request.datastack, request.version)
    let operation = Operation { () async throws(ServiceError) in
        let entries = try await service.bulkSkeletons(
            ids,
            datastack: datastack,
            version: version,
            format: form.format,
            generateMissing: generate
        )
        return try await form.contents(of: entries.compactMap { entry in entry.payload.map { (entry.rootID, $0) } })
    }
    let engine = call.engine
    return client.wait("get_bulk_skeletons", operation) { answers in .byID(answers.map { ($0, $1.value(in: engine)) }) }
}

private func generateBulkSkeletons(_ call: borrowing LuaCall) throws(LuaError) -> LuaWait {
    let client = try call.receiver(as: SkeletonClientObject.self)
    let request = try SkeletonRequest(
        call,
        method: "generate_bulk_skeletons_async",
        subjects: ["root_ids", "root_id"],
        client: client
    )
    let ids = try request.rootIDs().ids
    let (service, datastack, version) = (client.service, request.datastack, request.version)
    let operation = Operation { () async throws(ServiceError) in
        try await service.generateSkeletons(ids, datastack: datastack, version: version)
    }
    return client.wait("generate_bulk_skeletons_async", operation) { .number($0) }
}

private func fetchSkeletons(_ call: borrowing LuaCall) throws(LuaError) -> LuaWait {
    let client = try call.receiver(as: SkeletonClientObject.self)
    let request = try SkeletonRequest(
        call,
        method: "fetch_skeletons",
        subjects: ["root_ids", "root_id"],
        options: ["output_format", "raw", "generate_missing_skeletons", "method"],
        client: client
    )
    let (ids, form) = (try request.rootIDs().ids, try request.answer())
    let generate = try request.options.boolean("generate_missing_skeletons") ?? false
    let method = try request.options.string("method") ?? "server"
    guard method == "server" || method == "gcs" else {
        throw Argument(named: "method").error("'server' or 'gcs' expected, got '\(method)'")
    }
    let usesBucket = method == "gcs"
    // The bucket holds one version in one form, and nothing can be asked of it.
    if usesBucket, form.format != .dict || request.version.resolved != .newest || generate {
        throw Argument(named: "method").error("'gcs' gives the dict of version 4 only, and generates nothing")
    }
    let (service, datastack, version) = (client.service, request.datastack, request.version)
    let operation = Operation { () async throws(ServiceError) in
        if usesBucket {
            return try await form.contents(of: service.bucketSkeletons(ids, datastack: datastack).map { ($0, $1) })
        }
        return try await form.contents(of: ids, datastack, version, generateMissing: generate, from: service)
    }
    let engine = call.engine
    return client.wait("fetch_skeletons", operation) { answers in .byID(answers.map { ($0, $1.value(in: engine)) }) }
}

private func getStatus(_ call: borrowing LuaCall) throws(LuaError) -> LuaWait {
    let client = try call.receiver(as: SkeletonClientObject.self)
    let request = try SkeletonRequest(call, method: "get_status", subjects: ["root_ids", "root_id"], client: client)
    let ids = try request.rootIDs().ids
    let (service, datastack) = (client.service, request.datastack)
    let operation = Operation { () async throws(ServiceError) in
        try await service.status(of: ids, datastack: datastack)
    }
    return client.wait("get_status", operation) { statuses in .byID(statuses.map { ($0, record($1)) }) }
}

private func record(_ status: IDStatus) -> LuaValue {
    var fields: [(String, LuaValue)] = [
        ("status", .text(status.word.rawValue)),
        ("retryable", .boolean(status.retryable)),
        ("has_skeleton", .boolean(status.hasSkeleton)),
    ]
    if let reason = status.reason { fields.append(("reason", .text(reason))) }
    if let successor = status.successor { fields.append(("successor", .integer(successor.value))) }
    return .record(fields)
}

private let outputFormatType =
    "\"dict\"|\"json\"|\"flatdict\"|\"jsoncompressed\"|\"swc\"|\"swccompressed\"|\"h5\"|\"precomputed\""

extension SkeletonClientObject {
    static let methods = [
        LuaFunction("get_version", "(): string", "The version of the skeleton service.", getVersion),
        LuaFunction("get_versions", "(): integer[]", "The skeleton versions that requests may name.", getVersions),
        LuaFunction(
            "get_refusal_list",
            "(options?: table): { datastack_name: string, root_id: integer }[]",
            "The neurons that the service makes no skeleton of.",
            getRefusalList
        ).options(LuaParameter.clientOptions),
        LuaFunction(
            "get_cache_contents",
            "(root_id_prefixes?: integer|string|(integer|string)[], options?: table): { num_found: integer, files: string[] }",
            "The finished skeletons whose root ids begin with the prefixes; `limit` cuts the list, not the count.",
            getCacheContents
        ).options(LuaParameter.clientOptions).options(
            LuaParameter("limit", "integer", "How many files are listed at most; 0 is no limit.", default: "0")
        ).parameters(
            LuaParameter("root_id_prefixes", "Beginnings of root ids, as integers or digits.", default: "\"0\"")
        ),
        LuaFunction(
            "skeletons_exist",
            "(root_ids: integer|string|(integer|string)[], options?: table): boolean|table<integer, boolean>",
            "Whether skeletons are there: a boolean for one id, a table by id for a list.",
            skeletonsExist
        ).options(LuaParameter.clientOptions),
        LuaFunction(
            "get_precomputed_skeleton_info",
            "(options?: table): table",
            "The `info` record that Neuroglancer reads.",
            getPrecomputedInfo
        ).options(LuaParameter.clientOptions),
        LuaFunction(
            "get_skeleton",
            "(root_id: integer|string, options?: table): Skeleton",
            "One skeleton, made first if it is not there.",
            getSkeleton
        ).options(LuaParameter.clientOptions).options(
            LuaParameter(
                "output_format",
                outputFormatType,
                "What attributes the skeleton carries.",
                default: "\"dict\""
            ),
            LuaParameter("raw", "boolean", "Gives the bytes instead of a Skeleton.", default: "false")
        ),
        LuaFunction(
            "get_bulk_skeletons",
            "(root_ids: (integer|string)[], options?: table): table<integer, Skeleton>",
            "The skeletons that are there, by id; with `generate_missing_skeletons` the others are queued.",
            getBulkSkeletons
        ).options(LuaParameter.clientOptions).options(
            LuaParameter(
                "output_format",
                outputFormatType,
                "What attributes the skeleton carries.",
                default: "\"dict\""
            ),
            LuaParameter("raw", "boolean", "Gives the bytes instead of a Skeleton.", default: "false"),
            LuaParameter(
                "generate_missing_skeletons",
                "boolean",
                "Queues the skeletons that are not there.",
                default: "false"
            )
        ),
        LuaFunction(
            "generate_bulk_skeletons_async",
            "(root_ids: (integer|string)[], options?: table): number",
            "Queues the skeletons that are not there; gives the estimated seconds until they are.",
            generateBulkSkeletons
        ).options(LuaParameter.clientOptions),
        LuaFunction(
            "fetch_skeletons",
            "(root_ids: (integer|string)[], options?: table): table<integer, Skeleton>",
            "The finished skeletons of any number of ids, by id.",
            fetchSkeletons
        ).options(LuaParameter.clientOptions).options(
            LuaParameter(
                "output_format",
                outputFormatType,
                "What attributes the skeleton carries.",
                default: "\"dict\""
            ),
            LuaParameter("raw", "boolean", "Gives the bytes instead of a Skeleton.", default: "false"),
            LuaParameter(
                "generate_missing_skeletons",
                "boolean",
                "Queues the skeletons that are not there.",
                default: "false"
            ),
            LuaParameter("method", "\"server\"|\"gcs\"", "Where from; both lead to the same.", default: "\"server\"")
        ),
        LuaFunction(
            "get_status",
            "(root_ids: integer|string|(integer|string)[], options?: table): table<integer, poll.Status>",
            "Where each id stands: a word, why, and whether asking again may help.",
            getStatus
        ).options(LuaParameter.clientOptions),
    ]
}

extension LuaParameter {
    /// The options that every method takes, as caveclient's do.
    fileprivate static let clientOptions = [
        LuaParameter("datastack_name", "string", "Another datastack than the client's.", default: "the client's"),
        LuaParameter(
            "skeleton_version",
            "integer",
            "The version wanted; -1 is the newest, 0 none in particular.",
            default: "-1"
        ),
        LuaParameter(
            "log_warning",
            "boolean",
            "Taken for caveclient's sake; warnings are not logged.",
            default: "true"
        ),
        LuaParameter("verbose_level", "integer", "Taken for caveclient's sake.", default: "0"),
    ]
}
