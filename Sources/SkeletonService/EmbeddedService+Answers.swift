public import SkeletonAPI
public import SkeletonModel

extension EmbeddedService {
    /// The version of the reference that is answered like.
    public func version() async throws(ServiceError) -> String { ServiceConstants.version }

    /// All of them.
    public func skeletonVersions() async throws(ServiceError) -> [SkeletonVersion] { SkeletonVersion.all }

    /// The refused neurons of a datastack.
    public func refusalList(datastack: String) async throws(ServiceError) -> [Refusal] {
        try await checkDatastack(datastack)
        return try await refusals.list(datastack: datastack)
    }

    /// The finished skeletons, by the names of their files.
    public func cacheContents(
        datastack: String,
        version: SkeletonVersion,
        prefixes: [String],
        limit: Int
    ) async throws(ServiceError) -> CacheContents {
        try await checkDatastack(datastack)
        return try cache.contents(datastack: datastack, version: version, prefixes: prefixes, limit: limit)
    }

    /// Whether skeletons are there.
    ///
    /// Of every version, since all are made of the stored one.
    public func existence(
        of ids: [RootID],
        datastack: String,
        version: SkeletonVersion
    ) async throws(ServiceError) -> [RootID: Bool] {
        try await checkDatastack(datastack)
        let refused = try await refusals.among(ids, datastack: datastack)
        var existence: [RootID: Bool] = [:]
        let cached = cache.contained(ids, datastack: datastack)
        for id in ids { existence[id] = cached.contains(id) && !refused.contains(id) }
        return existence
    }

    /// The record that tells Neuroglancer how to read a version.
    public func precomputedInfo(
        datastack: String,
        version: SkeletonVersion
    ) async throws(ServiceError) -> JSONObject {
        try await checkDatastack(datastack)
        return PrecomputedInfo.record(of: version)
    }

    /// Queues what is not there, and answers in how many seconds it should be.
    ///
    /// Refused, unknown and wrong-layer ids, and those that failed for good, are left out; `status(of:)` tells which.
    public func generateSkeletons(
        _ ids: [RootID],
        datastack: String,
        version: SkeletonVersion
    ) async throws(ServiceError) -> Double {
        try await checkDatastack(datastack)
        let survey = try await Survey(ids, datastack: datastack, in: self)
        let missing = survey.unique.filter { survey.standing(of: $0) == .missing }
        let count = try await dispatch(missing, datastack: datastack, priority: .bulk)
        let seconds = try await queue.estimate(missing, datastack: datastack)
        // Zero means that nothing was left to do, and not that it was done before we could estimate.
        return count > 0 && seconds == 0 ? Throughput.assumed.secondsPerJob : seconds
    }

    /// Where each id stands.
    public func status(of ids: [RootID], datastack: String) async throws(ServiceError) -> [RootID: IDStatus] {
        try await checkDatastack(datastack)
        // The queue first: a job that ends in between is then seen as cached, and never as neither.
        let jobs = try await queue.states(of: ids, datastack: datastack)
        let survey = try await Survey(ids, datastack: datastack, in: self)
        var statuses: [RootID: IDStatus] = [:]
        for id in survey.unique { statuses[id] = survey.status(of: id, job: jobs[id]) }
        return statuses
    }

    /// Queues what can be made, wakes the workers, and says how many they will work on.
    @discardableResult
    func dispatch(_ ids: [RootID], datastack: String, priority: JobPriority) async throws(ServiceError) -> Int {
        let count = try await queue.enqueue(ids, datastack: datastack, priority: priority)
        if count > 0 { await workers.arrivals.ring() }
        return count
    }
}
