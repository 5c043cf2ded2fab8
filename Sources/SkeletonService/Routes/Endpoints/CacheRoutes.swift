import HTTPTypes
import SkeletonAPI
import SkeletonModel

extension ServiceRoutes {
    /// What is there, without the skeletons themselves.
    static let cacheRoutes: [Route] = [
        .datastack("skeleton_info", .get, "precomputed/skeleton/info") { routes, _ in routes.info(.two) },
        .datastack("skeleton_info", .get, "precomputed/skeleton/{version}/info") { try $0.info($1) },
        .datastack("refusal_list", .get, "precomputed/skeleton/get_refusal_list") { try await $0.refusalList($1) },
        .datastack("query_cache", .get, "precomputed/skeleton/query_cache/{version}/{prefixes}/{limit}") {
            try await $0.cacheContents($1, $1.version())
        },
        .datastack("query_cache", .get, "precomputed/skeleton/query_cache/{prefixes}/{limit}") {
            try await $0.cacheContents($1, .two)
        },
        .datastack("exists", .post, "precomputed/skeleton/exists") { try await $0.exists($1) },
        .datastack("exists", .get, "precomputed/skeleton/exists/{version}/{ids}") {
            try await $0.exists($1, $1.version())
        },
        .datastack("exists", .get, "precomputed/skeleton/exists/{ids}") { try await $0.exists($1, .newest) },
        .datastack("precomputed", .get, "precomputed") { _, call in
            Answer(.object(["datastack_name": .string(call.datastack)]))
        },
        .datastack("precomputed_info", .get, "precomputed/info") { _, _ in Answer(segmentationInfo) },
        .datastack("bulk_info", .get, "bulk/skeleton/info") { _, _ in
            let text = "Use the bulk skeletons endpoint to get skeletons for multiple root ids at once."
            return Answer(.object(["bulk skeletons": .string(text)]))
        },
        // The reference has it below the datastacks' folder, and without one.
        .open("skeletons", .get, "skeletoncache/api/v1/skeletons") { _, _ in
            Answer(.array([.string("Placeholder for /skeletons endpoint, of an as-yet undetermined usefulness.")]))
        },
    ]

    private func info(_ call: Call) throws -> Answer {
        let version = try call.version()
        if options.isQuirky, version.rawValue < 1 { return .internalError }
        return info(version)
    }

    private func info(_ version: SkeletonVersion) -> Answer { Answer(.object(PrecomputedInfo.record(of: version))) }

    private func refusalList(_ call: Call) async throws -> Answer {
        try countAgainstLimit(.getRefusalList, call)
        // The reference answers the entries of all datastacks, whichever is asked.
        let datastacks = options.isQuirky ? try await service.datastacks() : [call.datastack]
        var text = "DATASTACK_NAME,ROOT_ID\n"
        for datastack in datastacks {
            for entry in try await service.refusalList(datastack: datastack) {
                text += "\(entry.datastack),\(entry.rootID)\n"
            }
        }
        var answer = Answer(Gzip.compress(Array(text.utf8)), type: "application/octet-stream")
        answer.markAsSkeleton()
        return answer
    }

    private func cacheContents(_ call: Call, _ version: SkeletonVersion) async throws -> Answer {
        try countAgainstLimit(.queryCache, call)
        let contents = try await service.cacheContents(
            datastack: call.datastack,
            version: version,
            prefixes: call.text(.prefixes).split(separator: ",", omittingEmptySubsequences: false).map(String.init),
            limit: Int(call.text(.limit)) ?? 0
        )
        return Answer(
            .object([
                "num_found": .integer(Int64(contents.found)), "files": .array(contents.files.map(JSONValue.string)),
            ])
        )
    }

    private func exists(_ call: Call) async throws -> Answer {
        try countAgainstLimit(.skeletonExists, call)
        let body = try await call.object()
        let version = try SkeletonVersion(body.integer("skeleton_version"))
        return try await existence(of: body.rootIDs(), version, call)
    }

    private func exists(_ call: Call, _ version: SkeletonVersion) async throws -> Answer {
        // The reference fails for every id.
        if options.isQuirky { return .internalError }
        try countAgainstLimit(.skeletonExists, call)
        return try await existence(of: call.rootIDs(), version, call)
    }

    private func existence(of ids: [IDText], _ version: SkeletonVersion, _ call: Call) async throws -> Answer {
        let known = try await service.existence(
            of: ids.compactMap(\.id),
            datastack: call.datastack,
            version: version
        )
        func exists(_ id: IDText) -> JSONValue { .boolean(id.id.flatMap { known[$0] } ?? false) }
        // A list of one is not a list.
        if ids.count == 1 { return Answer(exists(ids[0])) }
        return Answer(.object(JSONObject(members: ids.map { .init(key: $0.text, value: exists($0)) })))
    }

    /// Counts a request, and declines it when it is one too many.
    func countAgainstLimit(_ category: RateLimit.Category, _ call: Call) throws(Declined) {
        guard let reached = limits.count(category, of: call.user) else { return }
        throw Declined(reached.answer(["message": .string(reached.limit.text)]))
    }
}

extension RateLimits.Reached {
    /// The answer to a request that is one too many.
    func answer(_ body: JSONObject) -> Answer {
        var answer = Answer(.object(body), status: .tooManyRequests)
        answer.headers[.retryAfter] = String(retryAfterSeconds)
        return answer
    }
}
