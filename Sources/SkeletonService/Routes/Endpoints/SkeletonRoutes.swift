import HTTPTypes
import SkeletonAPI
import SkeletonModel

extension ServiceRoutes {
    /// One skeleton a request.
    ///
    /// Neuroglancer's addresses name no version, and mean 2.
    static let skeletonRoutes: [Route] = [
        .datastack("get_skeleton", .get, "async/get_skeleton/{version}/{id}/{format}") {
            try await $0.skeleton($1, $1.version(), $1.text(.format))
        },
        .datastack("get_skeleton", .get, "async/get_skeleton/{version}/{id}") {
            try await $0.skeleton($1, $1.version(), "precomputed")
        },
        .datastack("get_skeleton", .get, "async/get_skeleton/{id}") { try await $0.skeleton($1, .two, "precomputed") },
        .datastack("get_skeleton", .get, "precomputed/skeleton/{version}/{id}/{format}") {
            try await $0.skeleton($1, $1.version(), $1.text(.format))
        },
        .datastack("get_skeleton", .get, "precomputed/skeleton/{version}/{id}") {
            try await $0.skeleton($1, $1.version(), "precomputed")
        },
        .datastack("get_skeleton", .get, "precomputed/skeleton/{id}") {
            try await $0.skeleton($1, .two, "precomputed")
        },
    ]

    private func skeleton(_ call: Call, _ version: SkeletonVersion, _ name: String) async throws -> Answer {
        let id = try call.rootID()
        guard let format = WireFormat(rawValue: name) else { return unknownFormat(name) }
        if options.isQuirky, format == .none || format == .h5 { return .internalError }
        let stamp = try await service.stamps(of: [id], datastack: call.datastack)[id]
        try countAgainstLimit(call, format, exists: stamp != nil)
        if format == .none { return try await queued(id, version, call) }
        let key = AnswerStore.Key(
            datastack: call.datastack,
            rootID: id,
            version: version.resolved,
            format: format,
            wrapping: !format.isGzipFile && call.acceptsGzip ? .compressed : .plain
        )
        if let stamp, let answer = store.answer(key, stamp: stamp) {
            metrics.countReuse()
            return answer
        }
        metrics.countEncoding()
        let payload = try await payload(id, version, call, isThere: stamp != nil)
        let answer = try encoder.answer(payload, key)
        if let stamp { store.keep(answer, key, stamp: stamp) }
        return answer
    }

    /// The encoder of this server's answers.
    var encoder: SkeletonEncoder { SkeletonEncoder(isQuirky: options.isQuirky) }

    private func unknownFormat(_ name: String) -> Answer {
        if options.isQuirky { return .error("", status: .internalServerError) }
        let names = WireFormat.allCases.map(\.rawValue).joined(separator: ", ")
        return .error("unknown output format: '\(name)' (valid: \(names))", status: .badRequest)
    }

    /// The stored skeleton, or the one that is being made, for as long as may be waited.
    private func payload(
        _ id: RootID,
        _ version: SkeletonVersion,
        _ call: Call,
        isThere: Bool
    ) async throws -> SkeletonPayload {
        do {
            if isThere { return try await stored(id, version, call) }
            try await checkIsWanted(id, call)
            // Before the clock starts, so that what is not made in time is in the queue, as the answer says.
            _ = try await outcome(id, version, call)
            return try await whileWanted(call, id) { try await self.stored(id, version, call) }
        } catch ServiceError.unknownDatastack(let name, _) where options.isQuirky {
            let problem = "404 Client Error: Not Found for url: \(call.base)/info/api/v2/datastack/full/\(name)"
            throw Declined(.error(problem, status: .internalServerError))
        }
    }

    /// Throws for ids of which there can be no skeleton, and on a server that makes none.
    private func checkIsWanted(_ id: RootID, _ call: Call) async throws {
        switch try await service.status(of: [id], datastack: call.datastack)[id]?.word {
        case .refused: throw ServiceError.refused(id)
        case .invalid: throw ServiceError.invalid(id, datastack: call.datastack)
        case .wrongLayer: throw ServiceError.wrongLayer(id)
        default: break
        }
        guard options.isReadOnly else { return }
        throw Declined(.error("root id \(id) has no skeleton here, and this server makes none", status: .forbidden))
    }

    private func stored(_ id: RootID, _ version: SkeletonVersion, _ call: Call) async throws -> SkeletonPayload {
        try await service.skeleton(
            id,
            datastack: call.datastack,
            version: version,
            // The stored arrays as they are: the reference's faults show in what is missing from them.
            format: options.isQuirky ? .h5 : .dict
        )
    }

    private func queued(_ id: RootID, _ version: SkeletonVersion, _ call: Call) async throws -> Answer {
        if options.isReadOnly { return .error("this server makes no skeletons", status: .forbidden) }
        switch try await outcome(id, version, call) {
        case .skeleton: return Answer(.string("The skeleton of root id \(id) is there."))
        case .queued: return Answer(.string("The skeleton of root id \(id) is queued."))
        case .refused: throw ServiceError.refused(id)
        case .wrongLayer: throw ServiceError.wrongLayer(id)
        case .failed(let reason): throw ServiceError.generationFailed(id, reason: reason, retryable: false)
        case .invalid, .missing, nil: throw ServiceError.invalid(id, datastack: call.datastack)
        }
    }

    /// Queues a skeleton unless it is there, and tells which.
    private func outcome(
        _ id: RootID,
        _ version: SkeletonVersion,
        _ call: Call
    ) async throws -> BulkEntry.Outcome? {
        try await service.bulkSkeletons(
            [id],
            datastack: call.datastack,
            version: version,
            format: .dict,
            generateMissing: true
        ).first?.outcome
    }

    private func countAgainstLimit(_ call: Call, _ format: WireFormat, exists: Bool) throws(Declined) {
        let category: RateLimit.Category =
            switch (format, exists) {
            case (.none, true): .getSkeletonViaMessageThatExists
            case (.none, false): .getSkeletonViaMessageThatDoesNotExist
            case (_, true): .getSkeletonThatExists
            case (_, false): .getSkeletonThatDoesNotExist
            }
        guard let reached = limits.count(category, of: call.user) else { return }
        let function = call.address.path.contains("async") ? "get_skeleton_async()" : "get_skeleton()"
        throw Declined(
            reached.answer([
                "\(function) RateLimitExceeded": .string("429 Too Many Requests: \(reached.limit.text)")
            ])
        )
    }
}
