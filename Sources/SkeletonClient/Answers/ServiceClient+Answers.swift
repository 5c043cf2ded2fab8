public import SkeletonAPI
public import SkeletonModel

extension ServiceClient {
    /// The version of the skeleton service on the server of the client's datastack.
    public func version() async throws(ServiceError) -> String {
        try await serviceVersion(try await datastack(datastackName)).description
    }

    /// The skeleton versions that requests may name.
    public func skeletonVersions() async throws(ServiceError) -> [SkeletonVersion] {
        try await skeletonVersions(try await datastack(datastackName))
    }

    /// The refused neurons of a datastack; the entries of others, which the reference answers too, are left out.
    public func refusalList(datastack name: String) async throws(ServiceError) -> [Refusal] {
        let datastack = try await datastack(name)
        try await check("get_refusal_list", needs: "0.21.0", datastack, nil)
        let path = "/precomputed/skeleton/get_refusal_list?verbose_level=0"
        let list = try await session.value(
            of: try call(datastack, path, category: "get_refusal_list"),
            AnswerReader { (answer) throws(BadAnswer) in try RefusalTable.read(answer.body) }
        )
        return Set(list.filter { $0.datastack == name }).sorted { $0.rootID < $1.rootID }
    }

    /// The finished skeletons whose root ids begin with one of the prefixes.
    public func cacheContents(
        datastack name: String,
        version: SkeletonVersion,
        prefixes: [String],
        limit: Int
    ) async throws(ServiceError) -> CacheContents {
        guard limit >= 0 else { throw .badLimit(limit) }
        for prefix in prefixes where !Self.isPrefix(prefix) { throw .badPrefix(prefix) }
        let datastack = try await datastack(name)
        try await check("get_cache_contents", needs: "0.5.9", datastack, version)
        let parts = try await inBatches(
            prefixes,
            of: Self.prefixesPerRequest,
            .init { [self] (some) async throws(ServiceError) in
                let path = "/precomputed/skeleton/query_cache/\(version)/\(some.joined(separator: ","))/\(limit)"
                return try await session.value(
                    of: try call(datastack, path + "?verbose_level=0", category: "query_cache"),
                    .object { (object) throws(BadAnswer) in try CacheContents(object) }
                )
            }
        )
        let files = parts.flatMap(\.files)
        return CacheContents(
            found: parts.reduce(0) { $0 + $1.found },
            files: limit == 0 ? files : Array(files.prefix(limit))
        )
    }

    /// Heads of requests are known to be cut at 4096 bytes.
    private static let prefixesPerRequest = 150

    private static func isPrefix(_ text: String) -> Bool {
        (1...19).contains(text.utf8.count) && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }

    /// Whether the skeleton of each id is there.
    public func existence(
        of ids: [RootID],
        datastack name: String,
        version: SkeletonVersion
    ) async throws(ServiceError) -> [RootID: Bool] {
        if options.isOffline, let cache { return cache.existence(of: ids, datastack: name, version: version) }
        guard !ids.isEmpty else { return [:] }
        let datastack = try await datastack(name)
        try await check("skeletons_exist", needs: "0.5.10", datastack, version)
        let takesBody = try await isAtLeast("0.9.0", datastack)
        let parts = try await inBatches(
            ids.unique,
            of: takesBody ? ServiceConstants.existenceLimit : Self.prefixesPerRequest,
            .init { [self] (some) async throws(ServiceError) in
                var call = try call(datastack, "/precomputed/skeleton/exists", category: "skeleton_exists")
                if takesBody {
                    call.url += "?verbose_level=0"
                    call.method = .post
                    call.body = Self.body([
                        "root_ids": .ids(some), "skeleton_version": .integer(Int64(version.rawValue)),
                    ])
                } else {
                    call.url += "/\(version)/\(some.map(\.description).joined(separator: ","))?verbose_level=0"
                }
                return try await session.value(
                    of: call,
                    .json { (value) throws(BadAnswer) in try ExistenceAnswer.read(value, of: some) }
                )
            }
        )
        var existence: [RootID: Bool] = [:]
        for part in parts { existence.merge(part) { $1 } }
        return existence
    }

    /// The `info` record of Neuroglancer for a version.
    public func precomputedInfo(
        datastack name: String,
        version: SkeletonVersion
    ) async throws(ServiceError) -> JSONObject {
        let datastack = try await datastack(name)
        let path = "/precomputed/skeleton/\(version)/info"
        return try await session.value(of: try call(datastack, path, category: "info"), .object { $0 })
    }

    /// The body of a request, with what every one of them carries.
    static func body(_ object: JSONObject) -> [UInt8] {
        var object = object
        object["verbose_level"] = .integer(0)
        return JSONValue.object(object).text()
    }
}

extension JSONValue {
    /// Root ids as exact integers.
    static func ids(_ ids: [RootID]) -> JSONValue { .array(ids.map { .integer($0.value) }) }
}

extension Array where Element: Hashable {
    /// The elements without repetitions, in the order in which they first come.
    var unique: [Element] {
        var seen = Set<Element>(minimumCapacity: count)
        return filter { seen.insert($0).inserted }
    }
}
