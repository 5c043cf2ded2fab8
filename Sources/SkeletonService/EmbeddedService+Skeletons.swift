import FoundationEssentials
public import SkeletonAPI
public import SkeletonModel
import Skeletonization

extension EmbeddedService {
    /// One skeleton, which is made first if need be; whoever else asks meanwhile is served by the same generation.
    public func skeleton(
        _ id: RootID,
        datastack: String,
        version: SkeletonVersion,
        format: OutputFormat
    ) async throws(ServiceError) -> SkeletonPayload {
        try await checkDatastack(datastack)
        let arrays: SkeletonArrays
        do throws(ServiceError) { arrays = try await finished(id, datastack: datastack) } catch {
            guard case .generationFailed = error, version.resolved == .one, format != .h5,
                let geometry = await geometry(id, datastack: datastack)
            else { throw error }
            arrays = geometry
        }
        return SkeletonPayload(stored: arrays, rootID: id, version: version, format: format)
    }

    /// What is there for each id, in the order of the request.
    public func bulkSkeletons(
        _ ids: [RootID],
        datastack: String,
        version: SkeletonVersion,
        format: OutputFormat,
        generateMissing: Bool
    ) async throws(ServiceError) -> [BulkEntry] {
        try await checkDatastack(datastack)
        let survey = try await Survey(ids, datastack: datastack, in: self)
        var outcomes: [RootID: BulkEntry.Outcome] = [:]
        for id in survey.unique {
            outcomes[id] = try await outcome(survey.standing(of: id), id, datastack, version, format)
        }
        let missing = survey.unique.filter { if case .missing = outcomes[$0] { true } else { false } }
        if generateMissing {
            try await dispatch(missing, datastack: datastack, priority: .interactive)
            // Also those whose job is over already, and so not in the queue any more.
            for id in missing { outcomes[id] = .queued }
        }
        for case (let id, .failed(let reason, _)) in try await queue.states(of: missing, datastack: datastack) {
            outcomes[id] = .failed(reason: reason)
        }
        return ids.map { BulkEntry($0, outcomes[$0] ?? .missing) }
    }

    /// The skeletons that are there.
    public func cachedSkeletons(
        _ ids: [RootID],
        datastack: String,
        version: SkeletonVersion,
        format: OutputFormat,
        generateMissing: Bool
    ) async throws(ServiceError) -> [RootID: SkeletonPayload] {
        let entries = try await bulkSkeletons(
            ids,
            datastack: datastack,
            version: version,
            format: format,
            generateMissing: generateMissing
        )
        return Dictionary(
            entries.compactMap { entry in entry.payload.map { (entry.rootID, $0) } },
            uniquingKeysWith: { first, _ in first }
        )
    }

    private func outcome(
        _ standing: Survey.Standing,
        _ id: RootID,
        _ datastack: String,
        _ version: SkeletonVersion,
        _ format: OutputFormat
    ) async throws(ServiceError) -> BulkEntry.Outcome {
        switch standing {
        case .refused: return .refused
        case .invalid: return .invalid
        case .wrongLayer: return .wrongLayer
        case .missing: return .missing
        case .cached:
            // A damaged one has been set aside, and is simply not there.
            guard case .found(let arrays) = try await cache.read(id, datastack: datastack) else { return .missing }
            return .skeleton(SkeletonPayload(stored: arrays, rootID: id, version: version, format: format))
        }
    }

    // MARK: Waiting

    /// How often a skeleton may turn out damaged right after it was made, before the disk is to blame.
    private static let damageLimit = 3

    /// The stored skeleton of a neuron, as soon as it is there.
    private func finished(_ id: RootID, datastack: String) async throws(ServiceError) -> SkeletonArrays {
        let deadline = ContinuousClock.now + longestWait
        let path = folder.skeleton(id, datastack)
        var (isFirst, damages) = (true, [String]())
        while true {
            try checkOpen()
            if Task.isCancelled { throw .cancelled }
            let seen = await workers.endings.rings
            switch try await cache.read(id, datastack: datastack) {
            case .found(let arrays):
                // The refusal list is asked last, so that an entry made while we waited counts.
                if try await refusals.contains(id, datastack: datastack) { throw .refused(id) }
                return arrays
            case .setAside(let problem):
                damages.append(problem)
                if damages.count >= Self.damageLimit { throw .damaged(what: path, problem: problem) }
            case .absent: break
            }
            do throws(ServiceError) { try await ensureQueued(id, datastack, retries: isFirst) } catch {
                guard case .invalid = error, let problem = damages.last else { throw error }
                throw .damaged(what: path, problem: "\(problem); it was set aside, and no level-2 graph is there")
            }
            isFirst = false
            guard ContinuousClock.now < deadline else {
                throw .timedOut(id, seconds: longestWait.inSeconds)
            }
            // Other processes ring no bell here, so the wait is short.
            let rest = deadline - ContinuousClock.now
            await workers.endings.wait(since: seen, atMost: min(rest, .milliseconds(100)))
        }
    }

    /// Sees to it that a job is under way, unless there is a reason why there can be none.
    ///
    /// - Parameter retries: Whether a job that failed for a passing reason before we asked is tried again.
    private func ensureQueued(_ id: RootID, _ datastack: String, retries: Bool) async throws(ServiceError) {
        let job = try await queue.states(of: [id], datastack: datastack)[id]
        switch job {
        case .queued, .running:
            if retries { try await dispatch([id], datastack: datastack, priority: .interactive) }
        case .failed(let reason, let retryable):
            guard retries, retryable else { throw .generationFailed(id, reason: reason, retryable: retryable) }
            try await dispatch([id], datastack: datastack, priority: .interactive)
        case nil:
            switch try await Survey([id], datastack: datastack, in: self).standing(of: id) {
            case .refused: throw .refused(id)
            case .invalid: throw .invalid(id, datastack: datastack)
            case .wrongLayer: throw .wrongLayer(id)
            case .cached: break
            case .missing: try await dispatch([id], datastack: datastack, priority: .interactive)
            }
        }
    }

    /// Version 1 as the reference makes it when coordinates are missing, which no other version forgives.
    ///
    /// It is not stored, as there: the cache holds version 4 only. Nil when even that cannot be made.
    @concurrent
    private func geometry(_ id: RootID, datastack: String) async -> SkeletonArrays? {
        guard let graph = try? generator.graph(of: id, datastack: datastack) else { return nil }
        let now = Date().timeIntervalSince1970
        return try? graph.skeletonizedGeometry(SkeletonizationOptions(), datastack: datastack, timestamp: now)
    }
}
