import SkeletonAPI
import SkeletonModel

/// Points in the life of a job at which tests can hold, fail or kill the process.
struct ServiceHooks: Sendable {
    /// The points, in their order.
    enum Stage: String, CaseIterable, Sendable {
        /// The job is this process's, and nothing has been done yet.
        case started
        /// The skeleton is made, and not yet written.
        case made
        /// The file is durable, and the job still in the queue.
        case written
    }

    /// Called at every point; what it throws is what the disk could have thrown there.
    var reached: @Sendable (Stage, RootID) throws(ServiceError) -> Void = { (_, _) throws(ServiceError) in }
}
