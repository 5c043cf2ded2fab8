public import SkeletonAPI
public import SkeletonModel

extension EmbeddedService: SkeletonHosting {
    /// The layer of the datastack's imported neurons; of several the usual one, or else the highest.
    public func rootLayer(datastack: String) async throws(ServiceError) -> Int {
        let layers = try await neurons.layers(datastack: datastack)
        return layers.contains(ServiceConstants.rootLayer) ? ServiceConstants.rootLayer : layers.max() ?? 0
    }

    /// The stamps of those skeletons that are there and not refused.
    public func stamps(of ids: [RootID], datastack: String) async throws(ServiceError) -> [RootID: SkeletonStamp] {
        try checkOpen()
        guard DataFolder.isDatastackName(datastack) else { return [:] }
        let stamps = cache.stamps(of: ids, datastack: datastack)
        guard !stamps.isEmpty else { return [:] }
        let refused = try await refusals.among(ids, datastack: datastack)
        return refused.isEmpty ? stamps : stamps.filter { !refused.contains($0.key) }
    }

    /// The data folder must be there, and the workers able to work.
    public func checkHealth() async throws(ServiceError) {
        try checkOpen()
        try folder.checkPresence()
        if let trouble { throw trouble }
    }

    /// The state of the queue, for all datastacks together.
    public func gauges() async throws(ServiceError) -> [String: Double] {
        let status = try await queueStatus(limit: 0)
        return [
            "jobs_queued": Double(status.queued), "jobs_running": Double(status.running),
            "jobs_failed": Double(status.failed), "workers": Double(status.workers.count),
            "worker_threads": Double(status.workers.reduce(0) { $0 + $1.threads }),
            "seconds_to_go": status.secondsToGo,
        ]
    }

    /// The file as it lies on the disk.
    public func storedFile(of id: RootID, datastack: String) async throws(ServiceError) -> [UInt8]? {
        guard try await stamps(of: [id], datastack: datastack)[id] != nil else { return nil }
        return try await cache.file(id, datastack: datastack)
    }
}
