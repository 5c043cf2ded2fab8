import GRDB
import SkeletonModel

/// How fast skeletons were made lately.
struct Throughput: Sendable, Equatable {
    /// Seconds per level-2 node, on one worker.
    let secondsPerNode: Double
    /// Seconds that a skeleton takes however small it is: reading, writing, bookkeeping.
    let secondsPerJob: Double
    /// Over how many skeletons that was measured; 0 when it is assumed.
    let measured: Int

    /// What is assumed before anything was measured: about what a processor of 2020 takes.
    static let assumed = Throughput(secondsPerNode: 1e-5, secondsPerJob: 0.01, measured: 0)

    private static let remembered = 200
    private static let kept = 10_000

    init(secondsPerNode: Double, secondsPerJob: Double, measured: Int) {
        (self.secondsPerNode, self.secondsPerJob, self.measured) = (secondsPerNode, secondsPerJob, measured)
    }

    /// The mean of the last generations.
    init(_ database: Database) throws {
        let row = try Row.fetchOne(
            database,
            sql: """
                SELECT count(*) AS jobs, coalesce(sum(nodes), 0) AS nodes, coalesce(sum(seconds), 0) AS seconds
                FROM (SELECT nodes, seconds FROM generation WHERE seconds > 0 ORDER BY id DESC LIMIT \(Self.remembered))
                """
        )
        guard let row, row["jobs"] as Int > 0 else {
            self = .assumed
            return
        }
        let (jobs, nodes, seconds) = (row["jobs"] as Double, row["nodes"] as Double, row["seconds"] as Double)
        // Small neurons are mostly the fixed cost, large ones mostly nodes; what is beyond the fixed cost is per node.
        let perJob = min(seconds / jobs, Self.assumed.secondsPerJob)
        self.init(
            secondsPerNode: nodes > 0 ? (seconds - perJob * jobs) / nodes : 0,
            secondsPerJob: perJob,
            measured: row["jobs"]
        )
    }

    /// What a skeleton took of those that count; nil when there is none.
    static func meanSeconds(_ database: Database) throws -> Double? {
        try Double.fetchOne(
            database,
            sql: """
                SELECT avg(seconds)
                FROM (SELECT seconds FROM generation WHERE seconds > 0 ORDER BY id DESC LIMIT \(remembered))
                """
        )
    }

    /// How long so many jobs with so many level-2 nodes in all take one worker.
    func seconds(jobs: Int, nodes: Int) -> Double {
        Double(jobs) * secondsPerJob + Double(nodes) * secondsPerNode
    }

    /// Remembers a finished job, and forgets the oldest.
    static func record(_ job: Job, seconds: Double, at now: Double, _ database: Database) throws {
        try database.execute(
            sql: "INSERT INTO generation (datastack, root_id, nodes, seconds, finished_at) VALUES (?, ?, ?, ?, ?)",
            arguments: [job.datastack, job.rootID.value, job.nodes, seconds, now]
        )
        try forgetTheOldest(database)
    }

    /// Remembers a job whose process published the skeleton and ended before it could say so.
    static func recordInterrupted(_ job: Job, at now: Double, _ database: Database) throws {
        try database.execute(
            sql: """
                INSERT INTO generation (datastack, root_id, nodes, finished_at) SELECT :datastack, :id, :nodes, :now
                WHERE NOT EXISTS (SELECT 1 FROM generation WHERE datastack = :datastack AND root_id = :id)
                """,
            arguments: ["datastack": job.datastack, "id": job.rootID.value, "nodes": job.nodes, "now": now]
        )
        try forgetTheOldest(database)
    }

    private static func forgetTheOldest(_ database: Database) throws {
        // Many more than count are kept, for people who want to know what was made.
        try database.execute(
            sql: "DELETE FROM generation WHERE id <= (SELECT max(id) FROM generation) - ?",
            arguments: [kept]
        )
    }
}
