import GRDB
import SkeletonAPI

extension JobQueue {
    /// Tells the other processes that this service is still at its jobs.
    func beat() async throws(ServiceError) {
        try await store.write { [owner] database in
            try database.execute(
                sql: "UPDATE job SET beat = ? WHERE state = 'running' AND owner = ?",
                arguments: [Owner.monotonicSeconds, owner.token]
            )
        }
    }

    /// Puts the jobs back whose process has ended, and says how many they were.
    ///
    /// A job that was running each time a process ended may be the reason why it did; after ten times it is set aside.
    @discardableResult func recover() async throws(ServiceError) -> Int {
        let gone = try await store.read { try goneOwners($0) }
        guard !gone.isEmpty else { return 0 }
        return try await store.write { database in
            // Asked again: another process may have put them back, or their owner may have been heard of, meanwhile.
            try goneOwners(database).reduce(0) { try $0 + putBack(jobsOf: $1, database) }
        }
    }

    private func goneOwners(_ database: Database) throws -> [String] {
        let rows = try Row.fetchAll(
            database,
            sql: """
                SELECT owner, owner_boot, owner_space, owner_pid, owner_start, max(beat) AS beat FROM job
                WHERE state = 'running' AND owner <> ? GROUP BY owner
                """,
            arguments: [owner.token]
        )
        let now = Owner.monotonicSeconds
        return rows.filter { Owner($0).isGone(beat: $0["beat"] ?? 0, observer: owner, now: now) }.map { $0["owner"] }
    }

    private func putBack(jobsOf token: String, _ database: Database) throws -> Int {
        try database.execute(
            sql: """
                UPDATE job SET state = 'queued', owner = NULL, interruptions = interruptions + 1
                WHERE state = 'running' AND owner = ?
                """,
            arguments: [token]
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

    /// Whether other services have jobs under way, so that somebody should look after them.
    func othersAreAtWork() async throws(ServiceError) -> Bool {
        try await store.read { [owner] database in
            try Bool.fetchOne(
                database,
                sql: "SELECT EXISTS (SELECT 1 FROM job WHERE state = 'running' AND owner <> ?)",
                arguments: [owner.token]
            ) ?? false
        }
    }
}

extension Owner {
    fileprivate init(_ row: Row) {
        self.init(
            token: row["owner"],
            boot: row["owner_boot"],
            space: row["owner_space"],
            pid: row["owner_pid"],
            start: row["owner_start"]
        )
    }
}
