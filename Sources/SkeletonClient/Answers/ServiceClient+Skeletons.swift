public import SkeletonAPI
public import SkeletonModel

extension ServiceClient {
    /// One skeleton, which the service makes first if need be.
    public func skeleton(
        _ id: RootID,
        datastack name: String,
        version: SkeletonVersion,
        format: OutputFormat
    ) async throws(ServiceError) -> SkeletonPayload {
        if let kept = cache?.read(id, datastack: name, version: version, format: format) {
            session.trace.note("\(id) is on this disk")
            return kept
        }
        let datastack = try await datastack(name)
        try await check("get_skeleton", needs: nil, datastack, version)
        guard try await graph(datastack).isRoot(id) else { throw .wrongLayer(id) }
        let answer = try await session.value(
            of: try await singleCall(id, datastack, version, format),
            AnswerReader { (answer) throws(BadAnswer) in
                try Received(answer.body, of: id, version: version, format: format)
            }
        )
        cache?.keep(answer, datastack: name)
        return answer.payload
    }

    private func singleCall(
        _ id: RootID,
        _ datastack: Datastack,
        _ version: SkeletonVersion,
        _ format: OutputFormat
    ) async throws(ServiceError) -> ServiceCall {
        var version = version
        if version.rawValue == -1, try await !isAtLeast("0.6.1", datastack) {
            version = try await skeletonVersions(datastack).max() ?? version
        }
        let route = try await isAtLeast("0.13.7", datastack) ? "/async/get_skeleton" : "/precomputed/skeleton"
        let form =
            format == .dict ? try await dictionaryForm(datastack) : format == .swc ? "swccompressed" : format.rawValue
        let path = "\(route)/\(version)/\(id)/\(form)?verbose_level=0"
        var call = try call(datastack, path, category: "get_skeleton")
        call.rootID = id
        call.waitsForGeneration = true
        return call
    }

    /// How the dictionary is asked for.
    private func dictionaryForm(_ datastack: Datastack) async throws(ServiceError) -> String {
        try await isAtLeast("0.6.0", datastack) ? "flatdict" : "jsoncompressed"
    }

    /// What is there for each id, in the order of the request.
    public func bulkSkeletons(
        _ ids: [RootID],
        datastack name: String,
        version: SkeletonVersion,
        format: OutputFormat,
        generateMissing: Bool
    ) async throws(ServiceError) -> [BulkEntry] {
        var outcomes: [RootID: BulkEntry.Outcome] = [:]
        for (id, payload) in keptSkeletons(ids, datastack: name, version, format) { outcomes[id] = .skeleton(payload) }
        let wanted = ids.unique.filter { outcomes[$0] == nil }
        if !wanted.isEmpty {
            let datastack = try await datastack(name)
            try await check("get_bulk_skeletons", needs: "0.5.9", datastack, version)
            let graph = try await graph(datastack)
            for id in wanted where !graph.isRoot(id) { outcomes[id] = .wrongLayer }
            let route = BulkRoute(
                datastack,
                version,
                format,
                dictionaryForm: try await dictionaryForm(datastack),
                generateMissing: generateMissing
            )
            let parts = try await inBatches(
                wanted.filter { outcomes[$0] == nil },
                of: ServiceConstants.bulkLimit,
                .init { [self] (some) async throws(ServiceError) in try await bulk(some, route) }
            )
            for part in parts { outcomes.merge(part) { $1 } }
        }
        return ids.map { BulkEntry($0, outcomes[$0] ?? .missing) }
    }

    private func bulk(_ ids: [RootID], _ route: BulkRoute) async throws(ServiceError) -> [RootID: BulkEntry.Outcome] {
        // Python's words for the flag.
        let flag = route.generateMissing ? "True" : "False"
        let list = ids.map(\.description).joined(separator: ",")
        let path = "/bulk/get_skeletons/\(route.version)/\(route.form)/\(flag)/\(list)?verbose_level=0"
        let found = try await received(
            try call(route.datastack, path, category: "get_skeletons_bulk"),
            route,
            Self.asTheyCame
        )
        var outcomes = found.mapValues { finding in
            switch finding {
            case .skeleton(let payload): BulkEntry.Outcome.skeleton(payload)
            case .other(let outcome): outcome
            }
        }
        for id in ids where outcomes[id] == nil { outcomes[id] = route.generateMissing ? .refused : .missing }
        dispatched.note(ids.filter { if case .queued = outcomes[$0] { true } else { false } }, route.datastack.name)
        return outcomes
    }

    private static let asTheyCame = BulkWish { (payload) throws(ServiceError) in payload }

    /// The skeletons that are there, and nothing about the others.
    public func cachedSkeletons(
        _ ids: [RootID],
        datastack name: String,
        version: SkeletonVersion,
        format: OutputFormat,
        generateMissing: Bool
    ) async throws(ServiceError) -> [RootID: SkeletonPayload] {
        try await cached(ids, name, version, format, generateMissing: generateMissing, Self.asTheyCame)
    }

    /// The same, each made a skeleton as soon as it is there: neither its text nor its arrays are kept.
    public func finishedSkeletons(
        _ ids: [RootID],
        datastack name: String,
        version: SkeletonVersion,
        format: OutputFormat,
        generateMissing: Bool
    ) async throws(ServiceError) -> [RootID: Skeleton] {
        let wish = BulkWish { (payload) throws(ServiceError) in try payload.skeleton() }
        return try await cached(ids, name, version, format, generateMissing: generateMissing, wish)
    }

    private func cached<Value>(
        _ ids: [RootID],
        _ name: String,
        _ version: SkeletonVersion,
        _ format: OutputFormat,
        generateMissing: Bool,
        _ wish: BulkWish<Value>
    ) async throws(ServiceError) -> [RootID: Value] {
        var found: [RootID: Value] = [:]
        for (id, payload) in keptSkeletons(ids, datastack: name, version, format) {
            found[id] = try wish.value(payload)
        }
        let wanted = ids.unique.filter { found[$0] == nil }
        guard !wanted.isEmpty else { return found }
        let datastack = try await datastack(name)
        try await check("fetch_skeletons", needs: "0.23.9", datastack, version)
        let route = BulkRoute(datastack, version, format, generateMissing: generateMissing)
        // The first few tell how large skeletons are here.
        let first = answerSize.idsPerAnswer == nil ? Array(wanted.prefix(Self.firstBatch)) : []
        if !first.isEmpty { found.merge(try await fetch(first, route, wish)) { $1 } }
        let parts = try await inBatches(
            Array(wanted.dropFirst(first.count)),
            of: answerSize.idsPerAnswer ?? Self.firstBatch,
            .init { [self] (some) async throws(ServiceError) in try await fetch(some, route, wish) }
        )
        for part in parts { found.merge(part) { $1 } }
        if generateMissing { dispatched.note(wanted.filter { found[$0] == nil }, name) }
        return found
    }

    private static let firstBatch = 10

    private func fetch<Value>(
        _ ids: [RootID],
        _ route: BulkRoute,
        _ wish: BulkWish<Value>
    ) async throws(ServiceError) -> [RootID: Value] {
        let path = "/bulk/get_cached_skeletons/\(route.version)/\(route.form)"
        var call = try call(route.datastack, path, category: "get_cached_skeletons_bulk")
        call.method = .post
        call.body = Self.body(["root_ids": .ids(ids), "generate_missing": .boolean(route.generateMissing)])
        var found: [RootID: Value] = [:]
        for (id, finding) in try await received(call, route, wish) {
            switch finding {
            case .skeleton(let value): found[id] = value
            case .other(.failed(let reason)): report("root id \(id) is left out: \(reason)")
            case .other: break
            }
        }
        return found
    }

    /// Queues what is not there, and answers in how many seconds it should be.
    ///
    /// Ids of another layer are left out, as caveclient does.
    public func generateSkeletons(
        _ ids: [RootID],
        datastack name: String,
        version: SkeletonVersion
    ) async throws(ServiceError) -> Double {
        let datastack = try await datastack(name)
        try await check("generate_bulk_skeletons_async", needs: "0.5.9", datastack, version)
        let graph = try await graph(datastack)
        let wanted = ids.unique.filter(graph.isRoot)
        guard !wanted.isEmpty else { return 0 }
        let takesBody = try await isAtLeast("0.8.0", datastack)
        let estimates = try await inBatches(
            wanted,
            of: takesBody ? ServiceConstants.generationBatch : Self.idsInAddress,
            .init { [self] (some) async throws(ServiceError) in
                var call = try call(datastack, "/bulk/gen_skeletons", category: "get_skeletons_bulk_async")
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
                    .json { (value) throws(BadAnswer) in
                        guard let seconds = value.doubleValue, seconds >= 0 else { throw BadAnswer("it is no time") }
                        return seconds
                    }
                )
            }
        )
        dispatched.note(wanted, name)
        return estimates.reduce(0, +)
    }

    /// Heads of requests are known to be cut at 4096 bytes.
    private static let idsInAddress = 150

    func keptSkeletons(
        _ ids: [RootID],
        datastack: String,
        _ version: SkeletonVersion,
        _ format: OutputFormat
    ) -> [RootID: SkeletonPayload] {
        guard let cache else { return [:] }
        var kept: [RootID: SkeletonPayload] = [:]
        for id in ids { kept[id] = cache.read(id, datastack: datastack, version: version, format: format) }
        if !kept.isEmpty { session.trace.note("\(kept.count) skeletons are on this disk") }
        return kept
    }
}
