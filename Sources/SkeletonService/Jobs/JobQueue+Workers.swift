import GRDB
import SkeletonAPI

/// Who works on the queue, and what becomes of the jobs of those who ended.
extension JobQueue {
    /// Tells the other processes that this service is still at its jobs.
    func beat() async throws(ServiceError) {
        try await store.write { database in
            try register(database)
            try database.execute(
                sql: "UPDATE worker SET beat = ? WHERE token = ?",
                arguments: [clocks.monotonic(), owner.token]
            )
        }
    }

    /// Makes this service known, unless it is.
    func register(_ database: Database) throws {
        let now = clocks.monotonic()
        try database.execute(
            sql: """
                INSERT OR IGNORE INTO worker (token, boot, space, pid, start, threads, started_at, beat)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [owner.token, owner.boot, owner.space, owner.pid, owner.start, threads, now, now]
        )
    }

    /// Says that this service works no more, and puts back what it left running: jobs whose end could not be written.
    func unregister() async throws(ServiceError) {
        try await store.writeAlways { [owner] database in
            try database.execute(sql: "DELETE FROM worker WHERE token = ?", arguments: [owner.token])
            try database.execute(
                sql: """
                    UPDATE job SET state = 'queued', owner = NULL, interruptions = interruptions + 1
                    WHERE state = 'running' AND owner = ?
                    """,
                arguments: [owner.token]
            )
        }
    }

    /// Puts the jobs back whose process has ended, and says how many they were.
    ///
    /// A job that was running each time a process ended may be the reason why it did; after ten times it is set aside.
    @discardableResult func recover() async throws(ServiceError) -> Int {
        guard try await store.read({ try needsRecovery($0) }) else { return 0 }
        return try await store.write { database in
            // Asked again: another process may have put them back, or somebody may have been heard of, meanwhile.
            let living = try living(database).map(\.token) + [owner.token]
            try database.execute(
                sql: "DELETE FROM worker WHERE token NOT IN (SELECT value FROM json_each(?))",
                arguments: [living.jsonText]
            )
            return try putBack(jobsOfAllBut: living, database)
        }
    }

    private func needsRecovery(_ database: Database) throws -> Bool {
        let living = try living(database).map(\.token)
        if try living.count < Int.fetchOne(database, sql: "SELECT count(*) FROM worker") ?? 0 { return true }
        return try Bool.fetchOne(
            database,
            sql: """
                SELECT EXISTS (
                  SELECT 1 FROM job WHERE state = 'running' AND owner NOT IN (SELECT value FROM json_each(?)))
                """,
            arguments: [(living + [owner.token]).jsonText]
        ) ?? false
    }

    private func putBack(jobsOfAllBut living: [String], _ database: Database) throws -> Int {
        try database.execute(
            sql: """
                UPDATE job SET state = 'queued', owner = NULL, interruptions = interruptions + 1
                WHERE state = 'running' AND owner NOT IN (SELECT value FROM json_each(?))
                """,
            arguments: [living.jsonText]
        )
        let count = database.changesCount
        try database.execute(
            sql: """
                UPDATE job SET state = 'failed', retryable = 1,
                  reason = 'the process that was making it ended ' || interruptions || ' times'
                WHERE state = 'queued' AND interruptions >= ?
                """,
            arguments: [Self.interruptionLimit]
        )
        return count
    }

    /// The services that can be expected to go on.
    func living(_ database: Database) throws -> [RegisteredWorker] {
        let now = clocks.monotonic()
        return try Row.fetchAll(database, sql: "SELECT * FROM worker ORDER BY started_at, pid")
            .map(RegisteredWorker.init)
            .filter { $0.token == owner.token || !$0.owner.isGone(beat: $0.beat, observer: owner, now: now) }
    }

    /// How many jobs are done at a time by all of them, and by one when there is none: somebody will come.
    func threadsAtWork(_ database: Database) throws -> Int {
        try max(1, living(database).reduce(0) { $0 + $1.threads })
    }
}

/// A service that has said that it works.
struct RegisteredWorker: Sendable {
    let owner: Owner
    let threads: Int
    let startedAt: Double
    let beat: Double

    var token: String { owner.token }

    init(_ row: Row) {
        owner = Owner(
            token: row["token"],
            boot: row["boot"],
            space: row["space"],
            pid: row["pid"],
            start: row["start"]
        )
        (threads, startedAt, beat) = (row["threads"], row["started_at"], row["beat"])
    }
}

extension [String] {
    /// The tokens as a JSON array, for SQLite's `json_each`; they hold nothing that would have to be escaped.
    fileprivate var jsonText: String { "[" + map { "\"\($0)\"" }.joined(separator: ",") + "]" }
}
