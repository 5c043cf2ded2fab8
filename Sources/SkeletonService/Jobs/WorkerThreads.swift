import Dispatch

/// Runs the workers' tasks on threads of their own: skeletonization is long and never suspends, and would keep the few
/// threads that everything else runs on.
final class WorkerThreads: TaskExecutor {
    private let queue = DispatchQueue(label: "karst.workers", qos: .utility, attributes: .concurrent)

    /// Runs one piece of a task.
    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { unsafe job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
