import FoundationEssentials
public import SkeletonAPI
public import SkeletonModel
import Skeletonization
import Synchronization

/// A skeleton service in this process, on a data folder that any number of processes may share.
///
/// It makes skeletons of imported level-2 graphs, keeps them in the reference's cache layout, and answers as the hosted
/// service does. The process may end at any moment: what was queued stays queued, and no file is ever half-written.
///
/// ```swift
/// let service = try EmbeddedService.open(EmbeddedService.defaultFolder)
/// try await service.importFiles(["cell.l2.jsonl"], datastack: "local")
/// let cell = try await service.skeleton(id, datastack: "local", version: .newest, format: .dict)
/// await service.close()
/// ```
public final class EmbeddedService: SkeletonServing {
    /// What an opened service can be told.
    struct Options: Sendable {
        var workers: Int?
        var longestWait: Duration = ServiceConstants.longestWait
        var timing = WorkerPool.Timing()
        var hooks = ServiceHooks()
        var clocks = Clocks.system
    }

    let folder: DataFolder
    let store: Store
    let cache: SkeletonCache
    let queue: JobQueue
    let neurons: Neurons
    let refusals: Refusals
    let generator: Generator
    let workers: WorkerPool
    let longestWait: Duration
    private let isClosed = Mutex(false)

    /// Opens the service on a folder, which is made if it is not there.
    ///
    /// - `workers`: How many skeletons are made at a time, by default one per processor; with 0 another
    ///   process has to make them.
    public static func open(_ folder: String, workers: Int? = nil) throws(ServiceError) -> EmbeddedService {
        try EmbeddedService(folder, Options(workers: workers))
    }

    /// The data folder of people who name none: `karst` in the XDG data folder.
    public static var defaultFolder: String { DataFolder.standard }

    init(_ path: String, _ options: Options) throws(ServiceError) {
        folder = try DataFolder.open(path)
        store = try Store(folder)
        cache = SkeletonCache(folder: folder)
        let threads = max(0, options.workers ?? ProcessInfo.processInfo.activeProcessorCount)
        queue = JobQueue(store: store, owner: .current(), threads: threads, clocks: options.clocks)
        neurons = Neurons(store: store)
        refusals = Refusals(store: store)
        generator = Generator(folder: folder, cache: cache, hooks: options.hooks)
        workers = WorkerPool(
            size: threads,
            queue: queue,
            cache: cache,
            generator: generator,
            refusals: refusals,
            timing: options.timing
        )
        longestWait = options.longestWait
        workers.start()
    }

    deinit { workers.cancel() }

    /// The data folder's absolute path.
    public var path: String { folder.path }

    /// Ends the work, puts running jobs back into the queue, and closes the files.
    ///
    /// Nothing can be asked afterwards.
    public func close() async {
        guard
            !isClosed.withLock({ closed in
                defer { closed = true }
                return closed
            })
        else { return }
        await workers.stop()
        // Nothing is left to be written; a file that cannot be closed is closed with the process.
        try? store.close()
    }

    // MARK: The service's own side

    /// Puts neurons into the data folder: level-2 graphs (`.l2.jsonl`, tables, label volumes), or finished skeletons
    /// (`.h5`, the service's JSON, both also in gzip, and those of meshes) straight into the cache.
    ///
    /// All files are imported or none. The same data again are `unchanged`; other data for a known root id are an error.
    @discardableResult
    public func importFiles(_ paths: [String], _ options: ImportOptions) async throws(ServiceError) -> [ImportedNeuron]
    {
        try checkOpen()
        return try await Importer(folder: folder, neurons: neurons, cache: cache).run(paths, options)
    }

    /// Puts neurons into one datastack, as `importFiles(_:_:)` does.
    @discardableResult
    public func importFiles(_ paths: [String], datastack: String) async throws(ServiceError) -> [ImportedNeuron] {
        try await importFiles(paths, ImportOptions(datastack: datastack))
    }

    /// Puts neurons on the refusal list: no skeleton of them is made or answered any more.
    public func refuse(_ ids: [RootID], datastack: String) async throws(ServiceError) {
        try checkOpen()
        guard DataFolder.isDatastackName(datastack) else { throw .badDatastackName(datastack) }
        try await refusals.add(ids, datastack: datastack)
    }

    /// Takes neurons off the refusal list.
    public func removeRefusals(_ ids: [RootID], datastack: String) async throws(ServiceError) {
        try await checkDatastack(datastack)
        try await refusals.remove(ids, datastack: datastack)
    }

    /// The neurons of a datastack, imported or with a finished skeleton, in ascending order.
    public func rootIDs(datastack: String) async throws(ServiceError) -> [RootID] {
        try await checkDatastack(datastack)
        return try await Set(neurons.all(datastack: datastack) + cache.rootIDs(datastack: datastack)).sorted()
    }

    /// The datastacks that something is known of, in alphabetical order.
    public func datastacks() async throws(ServiceError) -> [String] {
        try checkOpen()
        return try await Set(neurons.datastacks() + cache.datastacks()).sorted()
    }

    // MARK: The queue

    /// What the queue holds, and who works on it.
    ///
    /// - `datastack`: Whose jobs are meant, by default everybody's.
    /// - `limit`: How many jobs are listed one by one, at most.
    public func queueStatus(datastack: String? = nil, limit: Int = 100) async throws(ServiceError) -> QueueStatus {
        try checkOpen()
        return try await queue.status(datastack: datastack, limit: limit)
    }

    /// Puts failed jobs back into the queue, also those that asking for their skeletons does not try again.
    ///
    /// - `ids`: Which, by default all.
    /// - `datastack`: Whose, by default everybody's.
    /// - Returns: What was put back.
    @discardableResult
    public func retryFailed(
        _ ids: [RootID]? = nil,
        datastack: String? = nil
    ) async throws(ServiceError) -> [QueuedNeuron] {
        try checkOpen()
        let neurons = try await queue.retryFailed(ids, datastack: datastack)
        if !neurons.isEmpty { await workers.arrivals.ring() }
        return neurons
    }

    /// Forgets failed jobs, or those that wait; never one that is being done.
    ///
    /// - `state`: Which kind.
    /// - `ids`: Which, by default all of the kind.
    /// - `datastack`: Whose, by default everybody's.
    /// - Returns: What was forgotten.
    @discardableResult
    public func purgeQueue(
        _ state: QueueStatus.Entry.State = .failed,
        _ ids: [RootID]? = nil,
        datastack: String? = nil
    ) async throws(ServiceError) -> [QueuedNeuron] {
        try checkOpen()
        let neurons = try await queue.purge(state, ids, datastack: datastack)
        if !neurons.isEmpty { await workers.endings.ring() }
        return neurons
    }

    /// Why the workers cannot work just now, such as a full disk or a folder that has gone; nil when they can.
    public var trouble: ServiceError? { workers.trouble }

    // MARK: Checks

    func checkOpen() throws(ServiceError) {
        if isClosed.withLock(\.self) { throw .closed }
    }

    func checkDatastack(_ name: String) async throws(ServiceError) {
        try checkOpen()
        if try await neurons.isKnown(datastack: name) { return }
        if try cache.holds(datastack: name) { return }
        throw .unknownDatastack(name, known: try await datastacks())
    }
}
