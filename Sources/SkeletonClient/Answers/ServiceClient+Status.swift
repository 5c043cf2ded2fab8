public import SkeletonAPI
public import SkeletonModel

extension ServiceClient {
    /// Where each id stands, as far as the service's other answers tell.
    ///
    /// The wire has no such request. Whether it is there, refused or of another layer is known; whether it exists at all
    /// and is up to date says the chunked graph, and when that does not answer, both are taken for granted. `queued` is
    /// what this client has asked to be made and is not there yet.
    public func status(of ids: [RootID], datastack name: String) async throws(ServiceError) -> [RootID: IDStatus] {
        let ids = ids.unique
        let existing = try await existence(of: ids, datastack: name, version: .newest)
        guard !options.isOffline else {
            return existing.mapValues { IDStatus($0 ? .cached : .notFound) }
        }
        let datastack = try await datastack(name)
        let graph = try await graph(datastack)
        let roots = ids.filter { existing[$0] == true || graph.isRoot($0) }
        let facts = IDFacts(
            existing: existing,
            graph: graph,
            refused: try await refused(datastack, roots.filter { existing[$0] != true }),
            valid: try await valid(datastack, roots.filter { existing[$0] != true }),
            latest: try await latest(datastack, roots),
            dispatched: dispatched.all(name)
        )
        return Dictionary(uniqueKeysWithValues: ids.map { ($0, facts.status(of: $0)) })
    }

    private func refused(_ datastack: Datastack, _ ids: [RootID]) async throws(ServiceError) -> Set<RootID> {
        guard !ids.isEmpty else { return [] }
        return try await sideAnswer("the refusal list", or: []) {
            Set(try await refusalList(datastack: datastack.name).map(\.rootID))
        }
    }

    private func valid(_ datastack: Datastack, _ ids: [RootID]) async throws(ServiceError) -> [RootID: Bool] {
        guard !ids.isEmpty, datastack.table != nil else { return [:] }
        return try await sideAnswer("the graph's ids", or: [:]) {
            try await validNodes(ids, datastack, start: nil, end: nil, isSideService: true)
        }
    }

    private func latest(_ datastack: Datastack, _ ids: [RootID]) async throws(ServiceError) -> [RootID: Bool] {
        guard !ids.isEmpty, datastack.table != nil else { return [:] }
        return try await sideAnswer("the graph's latest ids", or: [:]) {
            try await latestRoots(ids, datastack, timestamp: nil, isSideService: true)
        }
    }

    private func sideAnswer<Value>(
        _ what: String,
        or fallback: Value,
        _ ask: () async throws -> Value
    ) async throws(ServiceError) -> Value {
        do {
            return try await ask()
        } catch let error as ServiceError {
            if case .cancelled = error { throw error }
            report("\(what) could not be had: \(error)")
            return fallback
        } catch {
            return fallback
        }
    }
}

/// What is known of ids, from several services.
private struct IDFacts {
    let existing: [RootID: Bool]
    let graph: GraphShape
    let refused: Set<RootID>
    let valid: [RootID: Bool]
    let latest: [RootID: Bool]
    let dispatched: Set<RootID>

    func status(of id: RootID) -> IDStatus {
        let exists = existing[id] == true
        if !exists, !graph.isRoot(id) { return IDStatus(.wrongLayer) }
        if refused.contains(id) { return IDStatus(.refused) }
        if !exists, valid[id] == false { return IDStatus(.invalid) }
        if !exists, dispatched.contains(id) { return IDStatus(.queued) }
        if latest[id] == false { return IDStatus(.outdated, hasSkeleton: exists) }
        return IDStatus(exists ? .cached : .notFound)
    }
}
