public import SkeletonModel

/// A skeleton service, wherever it runs: hosted, or embedded in this process.
///
/// Answers are about a whole list of ids whatever its length; limits of single requests are the business of whoever
/// sends or serves requests.
public protocol SkeletonServing: Sendable {
    /// The version of the service, such as `0.23.11`.
    func version() async throws(ServiceError) -> String

    /// The skeleton versions that requests may name.
    func skeletonVersions() async throws(ServiceError) -> [SkeletonVersion]

    /// The neurons that no skeleton is made of, ordered by datastack and id.
    ///
    /// The reference answers the entries of all datastacks, whichever is asked; here they are the asked one's.
    func refusalList(datastack: String) async throws(ServiceError) -> [Refusal]

    /// The finished skeletons whose root ids begin with one of the prefixes, in the order of the prefixes.
    ///
    /// - `limit`: How many file names to answer at most; 0 answers all.
    func cacheContents(
        datastack: String,
        version: SkeletonVersion,
        prefixes: [String],
        limit: Int
    ) async throws(ServiceError) -> CacheContents

    /// Whether the skeleton of each id is there. Unknown, invalid and refused ids are simply false.
    func existence(
        of ids: [RootID],
        datastack: String,
        version: SkeletonVersion
    ) async throws(ServiceError) -> [RootID: Bool]

    /// The `info` record of Neuroglancer for a version.
    func precomputedInfo(datastack: String, version: SkeletonVersion) async throws(ServiceError) -> JSONObject

    /// One skeleton, which is made first if need be. The wait is bounded, and ends when the task is cancelled.
    func skeleton(
        _ id: RootID,
        datastack: String,
        version: SkeletonVersion,
        format: OutputFormat
    ) async throws(ServiceError) -> SkeletonPayload

    /// What is there for each id, in the order of the request. Missing ones are queued only when that is asked for.
    func bulkSkeletons(
        _ ids: [RootID],
        datastack: String,
        version: SkeletonVersion,
        format: OutputFormat,
        generateMissing: Bool
    ) async throws(ServiceError) -> [BulkEntry]

    /// Queues what is not there, and answers in how many seconds it should be; 0 when nothing was left to do.
    func generateSkeletons(
        _ ids: [RootID],
        datastack: String,
        version: SkeletonVersion
    ) async throws(ServiceError) -> Double

    /// The skeletons that are there, and nothing about the others.
    func cachedSkeletons(
        _ ids: [RootID],
        datastack: String,
        version: SkeletonVersion,
        format: OutputFormat,
        generateMissing: Bool
    ) async throws(ServiceError) -> [RootID: SkeletonPayload]

    /// The same as skeletons, for callers that do not want what came itself: it need not be kept.
    func finishedSkeletons(
        _ ids: [RootID],
        datastack: String,
        version: SkeletonVersion,
        format: OutputFormat,
        generateMissing: Bool
    ) async throws(ServiceError) -> [RootID: Skeleton]

    /// The skeletons that are there, always version 4's, read from the bucket in which the service keeps them.
    ///
    /// For a service that has no bucket the same as `cachedSkeletons` in the form `dict`.
    func bucketSkeletons(_ ids: [RootID], datastack: String) async throws(ServiceError) -> [RootID: SkeletonPayload]

    /// Where each id stands. The wire protocol has no such request: a client of a hosted service has to infer it.
    func status(of ids: [RootID], datastack: String) async throws(ServiceError) -> [RootID: IDStatus]
}

extension SkeletonServing {
    /// What the service itself answers: there is no bucket beside it.
    public func bucketSkeletons(
        _ ids: [RootID],
        datastack: String
    ) async throws(ServiceError) -> [RootID: SkeletonPayload] {
        try await cachedSkeletons(ids, datastack: datastack, version: .newest, format: .dict, generateMissing: false)
    }

    /// What `cachedSkeletons` gives, made skeletons.
    public func finishedSkeletons(
        _ ids: [RootID],
        datastack: String,
        version: SkeletonVersion,
        format: OutputFormat,
        generateMissing: Bool
    ) async throws(ServiceError) -> [RootID: Skeleton] {
        let payloads = try await cachedSkeletons(
            ids,
            datastack: datastack,
            version: version,
            format: format,
            generateMissing: generateMissing
        )
        let skeletons = try await onAllProcessors(
            Array(payloads),
            EachWork { (entry) throws(ServiceError) in (entry.key, try entry.value.skeleton()) }
        )
        return Dictionary(uniqueKeysWithValues: skeletons)
    }
}
