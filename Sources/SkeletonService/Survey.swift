import SkeletonAPI
import SkeletonModel

/// What is known about some ids at one moment, found out with a few queries for all of them.
struct Survey: Sendable {
    /// The ids without repetitions, in the order in which they were asked for.
    let unique: [RootID]

    private let refused: Set<RootID>
    private let known: [RootID: RootID?]
    private let cached: Set<RootID>
    private let layers: Set<Int>

    /// What an id is, apart from its job.
    enum Standing: Sendable, Equatable {
        case refused
        case cached
        /// Valid, but without a skeleton.
        case missing
        case wrongLayer
        case invalid
    }

    init(_ ids: [RootID], datastack: String, in service: EmbeddedService) async throws(ServiceError) {
        var seen: Set<RootID> = []
        unique = ids.filter { seen.insert($0).inserted }
        refused = try await service.refusals.among(unique, datastack: datastack)
        known = try await service.neurons.known(unique, datastack: datastack)
        layers = try await service.neurons.layers(datastack: datastack)
        cached = service.cache.contained(unique, datastack: datastack)
    }

    /// What an id is.
    ///
    /// A neuron that was imported is valid whatever its layer: other data sets number differently.
    func standing(of id: RootID) -> Standing {
        if refused.contains(id) { return .refused }
        if cached.contains(id) { return .cached }
        if known[id] != nil { return .missing }
        return layers.contains(id.layer) ? .invalid : .wrongLayer
    }

    /// The id that took an outdated one's place.
    func successor(of id: RootID) -> RootID? { known[id] ?? nil }

    /// The word for an id, together with its job.
    func status(of id: RootID, job: JobState?) -> IDStatus {
        let successor = successor(of: id)
        switch standing(of: id) {
        case .refused: return IDStatus(.refused)
        case .invalid: return IDStatus(.invalid)
        case .wrongLayer: return IDStatus(.wrongLayer)
        case .cached: return IDStatus(successor == nil ? .cached : .outdated, hasSkeleton: true, successor: successor)
        case .missing: return Self.status(job: job, successor: successor)
        }
    }

    private static func status(job: JobState?, successor: RootID?) -> IDStatus {
        switch job {
        case .queued, .running: IDStatus(.queued, successor: successor)
        case .failed(let reason, let retryable):
            IDStatus(.failed, reason: reason, retryable: retryable, successor: successor)
        case nil: IDStatus(successor == nil ? .notFound : .outdated, successor: successor)
        }
    }
}
