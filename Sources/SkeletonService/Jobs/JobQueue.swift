import GRDB
import SkeletonAPI
import SkeletonModel

/// The queue of skeletons to be made, shared by every process that has the data folder open.
///
/// One row per neuron, whoever asks and however often: that is what makes one generation serve them all. A row leaves
/// the table only after the finished file is durable, so that a process can be killed at any moment.
struct JobQueue: Sendable {
    let store: Store
    let owner: Owner
    /// How many jobs this service does at a time.
    var threads = 1
    var clocks = Clocks.system

    /// How often a job's process may end before the job is suspected to be the cause.
    static let interruptionLimit = 10

    // MARK: Asking

    /// Queues jobs, or lets the ones that are there serve; higher priority wins.
    ///
    /// Says how many will be worked on.
    ///
    /// A job that failed for good stays as it is; one that may pass is tried again.
    @discardableResult
    func enqueue(
        _ ids: [RootID],
        datastack: String,
        priority: JobPriority
    ) async throws(ServiceError) -> Int {
        guard !ids.isEmpty else { return 0 }
        let now = clocks.wall()
        return try await store.write { database in
            let statement = try database.cachedStatement(sql: Self.enqueueing)
            var count = 0
            for id in ids {
                try statement.execute(arguments: [datastack, id.value, priority.rawValue, now, datastack, id.value])
                count += database.changesCount
            }
            return count
        }
    }

    // The last line leaves what failed for good untouched; an untouched row does not count as changed.
    private static let enqueueing = """
        INSERT INTO job (datastack, root_id, state, priority, queued_at, nodes)
        VALUES (?, ?, 'queued', ?, ?,
          coalesce((SELECT nodes FROM neuron WHERE datastack = ? AND root_id = ?), 0))
        ON CONFLICT (datastack, root_id) DO UPDATE SET
          priority = max(priority, excluded.priority),
          queued_at = CASE state WHEN 'failed' THEN excluded.queued_at ELSE queued_at END,
          attempts = CASE state WHEN 'failed' THEN 0 ELSE attempts END,
          interruptions = CASE state WHEN 'failed' THEN 0 ELSE interruptions END,
          not_before = CASE state WHEN 'failed' THEN 0 ELSE not_before END,
          state = CASE state WHEN 'failed' THEN 'queued' ELSE state END
        WHERE state <> 'failed' OR retryable
        """

    /// Where the jobs of these neurons stand; those without a job are left out.
    func states(of ids: [RootID], datastack: String) async throws(ServiceError) -> [RootID: JobState] {
        try await store.read { database in
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT root_id, state, reason, retryable FROM job
                    WHERE datastack = ? AND root_id IN (SELECT value FROM json_each(?))
                    """,
                arguments: [datastack, ids.jsonText]
            )
            var states: [RootID: JobState] = [:]
            while let row = try rows.next() {
                guard let id = RootID(row["root_id"] as Int64) else { continue }
                states[id] = JobState(row)
            }
            return states
        }
    }

    /// In how many seconds these jobs should be done by all who work, from what was measured lately; 0 when none is
    /// under way.
    func estimate(_ ids: [RootID], datastack: String) async throws(ServiceError) -> Double {
        try await store.read { database in
            let mine = try Row.fetchOne(
                database,
                sql: """
                    SELECT max(id) AS last, min(priority) AS lowest FROM job
                    WHERE datastack = ? AND state <> 'failed' AND root_id IN (SELECT value FROM json_each(?))
                    """,
                arguments: [datastack, ids.jsonText]
            )
            guard let mine, let last = mine["last"] as Int64?, let lowest = mine["lowest"] as Int? else { return 0 }
            let ahead = try Row.fetchOne(
                database,
                sql: """
                    SELECT count(*) AS jobs, coalesce(sum(nodes), 0) AS nodes FROM job
                    WHERE state <> 'failed' AND (priority > ? OR id <= ?)
                    """,
                arguments: [lowest, last]
            )
            let seconds = try Throughput(database).seconds(jobs: ahead?["jobs"] ?? 0, nodes: ahead?["nodes"] ?? 0)
            return try seconds / Double(threadsAtWork(database))
        }
    }

    // MARK: Working

    /// The next job, which is this service's from now on; nil when there is none to do.
    func claim() async throws(ServiceError) -> Job? {
        // Looking first keeps idle workers from taking the write lock.
        guard try await store.read({ try next($0) != nil }) else { return nil }
        return try await store.write { database in
            guard let row = try next(database), let id = RootID(row["root_id"] as Int64) else { return nil }
            try register(database)
            try database.execute(
                sql: """
                    UPDATE job SET state = 'running', attempts = attempts + 1, started_at = ?, owner = ? WHERE id = ?
                    """,
                arguments: [clocks.monotonic(), owner.token, row["id"] as Int64]
            )
            return Job(
                id: row["id"],
                datastack: row["datastack"],
                rootID: id,
                nodes: row["nodes"],
                attempts: (row["attempts"] as Int) + 1,
                interruptions: row["interruptions"]
            )
        }
    }

    private func next(_ database: Database) throws -> Row? {
        // A pause ends with the run of the machine in which it began: the clock it is measured on starts anew.
        try Row.fetchOne(
            database,
            sql: """
                SELECT id, datastack, root_id, nodes, attempts, interruptions FROM job
                WHERE state = 'queued' AND NOT (not_before > ? AND pause_boot IS ?)
                ORDER BY priority DESC, id LIMIT 1
                """,
            arguments: [clocks.monotonic(), owner.boot]
        )
    }

    /// Takes a job whose file is durable off the queue, and remembers how long it took.
    func finish(_ job: Job, seconds: Double) async throws(ServiceError) {
        try await store.writeAlways { database in
            guard try remove(job, database) else { return }
            try Throughput.record(job, seconds: seconds, at: clocks.wall(), database)
        }
    }

    /// Takes a job off the queue whose skeleton is there already.
    ///
    /// Where a process was killed over it, it was the one that published the skeleton.
    func finishInterrupted(_ job: Job) async throws(ServiceError) {
        try await store.writeAlways { database in
            guard try remove(job, database), job.interruptions > 0 else { return }
            try Throughput.recordInterrupted(job, at: clocks.wall(), database)
        }
    }

    /// Takes a job off the queue that must not be done.
    func discard(_ job: Job) async throws(ServiceError) {
        try await store.writeAlways { database in _ = try remove(job, database) }
    }

    private func remove(_ job: Job, _ database: Database) throws -> Bool {
        try database.execute(sql: "DELETE FROM job WHERE id = ? AND owner = ?", arguments: [job.id, owner.token])
        return database.changesCount > 0
    }

    /// Puts a job among the failed ones, where its reason can be read.
    func fail(_ job: Job, reason: String, retryable: Bool) async throws(ServiceError) {
        try await store.writeAlways { [owner] database in
            try database.execute(
                sql: """
                    UPDATE job SET state = 'failed', reason = ?, retryable = ?, owner = NULL
                    WHERE id = ? AND owner = ?
                    """,
                arguments: [reason, retryable, job.id, owner.token]
            )
        }
    }

    /// Puts a job back, to be tried again after a pause.
    func retry(_ job: Job, reason: String, after pause: Double) async throws(ServiceError) {
        try await store.writeAlways { [owner] database in
            try database.execute(
                sql: """
                    UPDATE job SET state = 'queued', reason = ?, not_before = ?, pause_boot = ?, owner = NULL
                    WHERE id = ? AND owner = ?
                    """,
                arguments: [reason, clocks.monotonic() + pause, owner.boot, job.id, owner.token]
            )
        }
    }

    /// Puts a job back as if it had never been started.
    func release(_ job: Job) async throws(ServiceError) {
        try await store.writeAlways { [owner] database in
            try database.execute(
                sql: """
                    UPDATE job SET state = 'queued', attempts = attempts - 1, owner = NULL
                    WHERE id = ? AND owner = ?
                    """,
                arguments: [job.id, owner.token]
            )
        }
    }
}

extension JobState {
    init(_ row: Row) {
        switch row["state"] as String {
        case "queued": self = .queued
        case "running": self = .running
        default: self = .failed(reason: row["reason"] ?? "for a reason unknown", retryable: row["retryable"])
        }
    }
}

extension Sequence<RootID> {
    /// The ids as a JSON array, for SQLite's `json_each`: one argument, however many they are.
    var jsonText: String { "[" + map(\.description).joined(separator: ",") + "]" }
}
