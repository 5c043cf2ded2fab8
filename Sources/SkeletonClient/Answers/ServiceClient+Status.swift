public import SkeletonAPI
public import SkeletonModel
import Synchronization

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
        let missing = roots.filter { existing[$0] != true }
        let outdated = try await outdated(datastack, roots)
        let facts = IDFacts(
            existing: existing,
            graph: graph,
            refused: try await refused(datastack, missing),
            valid: try await valid(datastack, missing),
            outdated: Set(outdated),
            lineage: try await lineage(datastack, outdated),
            dispatched: dispatched.all(name)
        )
        return Dictionary(uniqueKeysWithValues: ids.map { ($0, facts.status(of: $0)) })
    }

    private func refused(_ datastack: Datastack, _ ids: [RootID]) async throws(ServiceError) -> Set<RootID> {
        guard !ids.isEmpty else { return [] }
        let now = session.time.now()
        let known = refusals.withLock { $0[datastack.name] }
        if let known, now - known.asked < Self.refusalsAreGood { return known.ids }
        return try await sideAnswer("the refusal list", or: []) {
            let ids = Set(try await refusalList(datastack: datastack.name).map(\.rootID))
            refusals.withLock { $0[datastack.name] = (now, ids) }
            return ids
        }
    }

    /// A long list of ids is asked about in many parts, and the refusal list is the same for all.
    private static let refusalsAreGood = Duration.seconds(30)

    private func valid(_ datastack: Datastack, _ ids: [RootID]) async throws(ServiceError) -> [RootID: Bool] {
        guard !ids.isEmpty, datastack.table != nil else { return [:] }
        return try await sideAnswer("the graph's ids", or: [:]) {
            try await validNodes(ids, datastack, start: nil, end: nil, isSideService: true)
        }
    }

    private func outdated(_ datastack: Datastack, _ ids: [RootID]) async throws(ServiceError) -> [RootID] {
        guard !ids.isEmpty, datastack.table != nil else { return [] }
        return try await sideAnswer("the graph's latest ids", or: []) {
            let latest = try await latestRoots(ids, datastack, timestamp: nil, isSideService: true)
            return ids.filter { latest[$0] == false }
        }
    }

    private func lineage(_ datastack: Datastack, _ ids: [RootID]) async throws(ServiceError) -> Lineage {
        guard !ids.isEmpty else { return Lineage() }
        return try await sideAnswer("what became of outdated ids", or: Lineage()) {
            try await lineage(of: ids, datastack)
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
    let outdated: Set<RootID>
    let lineage: Lineage
    let dispatched: Set<RootID>

    func status(of id: RootID) -> IDStatus {
        let exists = existing[id] == true
        if !exists, !graph.isRoot(id) { return IDStatus(.wrongLayer) }
        if refused.contains(id) { return IDStatus(.refused) }
        if !exists, valid[id] == false { return IDStatus(.invalid) }
        if !exists, dispatched.contains(id) { return IDStatus(.queued) }
        if outdated.contains(id) { return lineage.status(of: id, hasSkeleton: exists) }
        return IDStatus(exists ? .cached : .notFound)
    }
}
