import FoundationEssentials
import GRDB
import SkeletonModel

/// How fast skeletons were made lately.
struct Throughput: Sendable, Equatable {
    /// Seconds per level-2 node, on one worker.
    let secondsPerNode: Double
    /// Seconds that a skeleton takes however small it is: reading, writing, bookkeeping.
    let secondsPerJob: Double

    /// What is assumed before anything was measured: about what a processor of 2020 takes.
    static let assumed = Throughput(secondsPerNode: 1e-5, secondsPerJob: 0.01)

    private static let remembered = 200

    init(secondsPerNode: Double, secondsPerJob: Double) {
        (self.secondsPerNode, self.secondsPerJob) = (secondsPerNode, secondsPerJob)
    }

    /// The mean of the last generations.
    init(_ database: Database) throws {
        let row = try Row.fetchOne(
            database,
            sql: """
                SELECT count(*) AS jobs, coalesce(sum(nodes), 0) AS nodes, coalesce(sum(seconds), 0) AS seconds
                FROM (SELECT nodes, seconds FROM generation ORDER BY id DESC LIMIT \(Self.remembered))
                """
        )
        guard let row, row["jobs"] as Int > 0 else {
            self = .assumed
            return
        }
        let (jobs, nodes, seconds) = (row["jobs"] as Double, row["nodes"] as Double, row["seconds"] as Double)
        // Small neurons are mostly the fixed cost, large ones mostly nodes; what is beyond the fixed cost is per node.
        let perJob = min(seconds / jobs, Self.assumed.secondsPerJob)
        self.init(secondsPerNode: nodes > 0 ? (seconds - perJob * jobs) / nodes : 0, secondsPerJob: perJob)
    }

    /// How long so many jobs with so many level-2 nodes in all take one worker.
    func seconds(jobs: Int, nodes: Int) -> Double {
        Double(jobs) * secondsPerJob + Double(nodes) * secondsPerNode
    }

    /// Remembers a finished job, and forgets the oldest.
    static func record(_ job: Job, seconds: Double, _ database: Database) throws {
        try database.execute(
            sql: "INSERT INTO generation (datastack, root_id, nodes, seconds, finished_at) VALUES (?, ?, ?, ?, ?)",
            arguments: [job.datastack, job.rootID.value, job.nodes, seconds, Date().timeIntervalSince1970]
        )
        // A thousand beyond those that count are kept for people who look into the queue.
        try database.execute(
            sql: "DELETE FROM generation WHERE id <= ?",
            arguments: [database.lastInsertedRowID - Int64(remembered + 1000)]
        )
    }
}
