import GRDB
import SkeletonAPI
import SkeletonModel

/// Looking into the queue, and putting it in order by hand.
extension JobQueue {
    /// What the queue holds at one moment.
    ///
    /// - Parameters:
    ///   - datastack: Whose jobs are meant; nil means everybody's.
    ///   - limit: How many entries to list at most.
    func status(datastack: String?, limit: Int) async throws(ServiceError) -> QueueStatus {
        try await store.read { database in
            let living = try living(database)
            let counts = try counts(datastack, database)
            let rate = try Throughput(database)
            let work = try Row.fetchOne(
                database,
                sql: "SELECT count(*) AS jobs, coalesce(sum(nodes), 0) AS nodes FROM job WHERE state <> 'failed'"
            )
            let seconds = rate.seconds(jobs: work?["jobs"] ?? 0, nodes: work?["nodes"] ?? 0)
            return QueueStatus(
                queued: counts["queued"] ?? 0,
                running: counts["running"] ?? 0,
                failed: counts["failed"] ?? 0,
                entries: limit > 0 ? try entries(datastack, limit, living, database) : [],
                workers: try workers(living, database),
                secondsPerSkeleton: try Throughput.meanSeconds(database),
                measured: rate.measured,
                secondsToGo: try seconds / Double(threadsAtWork(database))
            )
        }
    }

    private func counts(_ datastack: String?, _ database: Database) throws -> [String: Int] {
        let rows = try Row.fetchAll(
            database,
            sql: "SELECT state, count(*) AS jobs FROM job WHERE datastack = ? OR ? IS NULL GROUP BY state",
            arguments: [datastack, datastack]
        )
        return Dictionary(uniqueKeysWithValues: rows.map { ($0["state"], $0["jobs"]) })
    }

    private func entries(
        _ datastack: String?,
        _ limit: Int,
        _ living: [RegisteredWorker],
        _ database: Database
    ) throws -> [QueueStatus.Entry] {
        let rows = try Row.fetchAll(
            database,
            sql: """
                SELECT * FROM job WHERE datastack = ? OR ? IS NULL
                ORDER BY CASE state WHEN 'running' THEN 0 WHEN 'failed' THEN 1 ELSE 2 END, priority DESC, id LIMIT ?
                """,
            arguments: [datastack, datastack, limit]
        )
        let processes = Dictionary(uniqueKeysWithValues: living.map { ($0.token, $0.owner.pid) })
        return rows.compactMap { QueueStatus.Entry($0, processes: processes, now: clocks.monotonic()) }
    }

    private func workers(_ living: [RegisteredWorker], _ database: Database) throws -> [QueueStatus.Worker] {
        try living.map { worker in
            let running = try Int.fetchOne(
                database,
                sql: "SELECT count(*) FROM job WHERE state = 'running' AND owner = ?",
                arguments: [worker.token]
            )
            return QueueStatus.Worker(
                process: worker.owner.pid,
                threads: worker.threads,
                running: running ?? 0,
                seconds: max(0, clocks.monotonic() - worker.startedAt)
            )
        }
    }

    // MARK: By hand

    /// Puts failed jobs back into the queue as if they were new, also those that failed for good.
    ///
    /// - Parameter ids: Which; nil means all.
    /// - Returns: What was put back.
    func retryFailed(_ ids: [RootID]?, datastack: String?) async throws(ServiceError) -> [QueuedNeuron] {
        try await store.write { database in
            try QueuedNeuron.fetchAll(
                database,
                """
                UPDATE job SET state = 'queued', attempts = 0, interruptions = 0, not_before = 0, queued_at = ?
                WHERE state = 'failed'
                """,
                [clocks.wall()],
                (ids, datastack)
            )
        }
    }

    /// Takes jobs off the queue: failed ones or waiting ones, but none that is being done.
    ///
    /// - Returns: What was taken off.
    func purge(
        _ state: QueueStatus.Entry.State,
        _ ids: [RootID]?,
        datastack: String?
    ) async throws(ServiceError) -> [QueuedNeuron] {
        guard state != .running else { return [] }
        return try await store.write { database in
            try QueuedNeuron.fetchAll(
                database,
                "DELETE FROM job WHERE state = ?",
                [state.rawValue],
                (ids, datastack)
            )
        }
    }
}

extension QueuedNeuron {
    /// Runs a statement that changes jobs on those of some neurons, and gives these.
    fileprivate static func fetchAll(
        _ database: Database,
        _ statement: String,
        _ arguments: StatementArguments,
        _ which: (ids: [RootID]?, datastack: String?)
    ) throws -> [QueuedNeuron] {
        let ids = which.ids?.jsonText
        let rows = try Row.fetchAll(
            database,
            sql: """
                \(statement) AND (datastack = ? OR ? IS NULL)
                  AND (root_id IN (SELECT value FROM json_each(?)) OR ? IS NULL)
                RETURNING datastack, root_id
                """,
            arguments: arguments + [which.datastack, which.datastack, ids, ids]
        )
        return rows.compactMap { row in
            RootID(row["root_id"] as Int64).map { QueuedNeuron(datastack: row["datastack"], rootID: $0) }
        }.sorted { ($0.datastack, $0.rootID) < ($1.datastack, $1.rootID) }
    }
}

extension QueueStatus.Entry {
    fileprivate init?(_ row: Row, processes: [String: Int32], now: Double) {
        guard let id = RootID(row["root_id"] as Int64), let state = State(rawValue: row["state"]) else { return nil }
        let isRunning = state == .running
        self.init(
            datastack: row["datastack"],
            rootID: id,
            state: state,
            isInteractive: row["priority"] as Int > 0,
            attempts: row["attempts"],
            reason: row["reason"],
            isRetryable: row["retryable"],
            worker: isRunning ? (row["owner"] as String?).flatMap { processes[$0] } : nil,
            seconds: isRunning ? (row["started_at"] as Double?).map { max(0, now - $0) } : nil
        )
    }
}
