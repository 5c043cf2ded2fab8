import FoundationEssentials
import SkeletonAPI
import SkeletonModel
import Skeletonization

/// Makes skeletons of imported level-2 graphs.
struct Generator: Sendable {
    let folder: DataFolder
    let cache: SkeletonCache
    let hooks: ServiceHooks

    /// Why a skeleton was not made.
    enum Failure: Error {
        /// Trying again, later or in another process, may help.
        case passing(String)
        /// The data are what they are.
        case lasting(String)
        /// The service is being closed.
        case cancelled
    }

    /// Makes a skeleton and puts it into the cache, where it is durable when this returns.
    ///
    /// - Returns: Whether it is this one that is in the cache now; false when somebody else was faster.
    func make(_ job: Job) throws(Failure) -> Bool {
        try reach(.started, job)
        let graph = try graph(job)
        let arrays = try skeleton(graph, job)
        try reach(.made, job)
        let isOurs: Bool
        do { isOurs = try cache.publish(arrays, job.rootID, datastack: job.datastack) } catch {
            throw Self.failure(error)
        }
        // Whoever is cancelled now has finished all the same.
        do { try hooks.reached(.written, job.rootID) } catch { throw Self.failure(error) }
        return isOurs
    }

    private func graph(_ job: Job) throws(Failure) -> Level2Graph {
        do { return try graph(of: job.rootID, datastack: job.datastack) } catch { throw Self.failure(error) }
    }

    /// The imported graph of a neuron.
    func graph(of id: RootID, datastack: String) throws(ServiceError) -> Level2Graph {
        let path = folder.graph(id, datastack)
        let graphs: [Level2Graph]
        let bytes = try Disk.read(path)
        do { graphs = try Level2GraphFile.read(bytes, path: path) } catch {
            throw .damaged(what: path, problem: "\(error.description); import it again")
        }
        guard let graph = graphs.first, graphs.count == 1, graph.rootID == id else {
            throw .damaged(what: path, problem: "it is not the level-2 graph of root id \(id); import it again")
        }
        return graph
    }

    private func skeleton(_ graph: Level2Graph, _ job: Job) throws(Failure) -> SkeletonArrays {
        do {
            let now = Date().timeIntervalSince1970
            return try graph.skeletonized(SkeletonizationOptions(), datastack: job.datastack, timestamp: now)
        } catch {
            throw Task.isCancelled ? .cancelled : .lasting(error.description)
        }
    }

    private func reach(_ stage: ServiceHooks.Stage, _ job: Job) throws(Failure) {
        if Task.isCancelled { throw .cancelled }
        do { try hooks.reached(stage, job.rootID) } catch { throw Self.failure(error) }
    }

    private static func failure(_ error: ServiceError) -> Failure {
        switch error {
        case .storage, .busy: .passing(error.description)
        case .cancelled, .closed: .cancelled
        default: .lasting(error.description)
        }
    }
}
