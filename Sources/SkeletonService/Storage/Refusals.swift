import FoundationEssentials
import GRDB
import SkeletonAPI
import SkeletonModel

/// The neurons of which no skeleton is made or answered.
struct Refusals: Sendable {
    let store: Store

    /// Whether a neuron is on the list.
    func contains(_ id: RootID, datastack: String) async throws(ServiceError) -> Bool {
        try await !among([id], datastack: datastack).isEmpty
    }

    /// Those of the neurons that are on the list.
    func among(_ ids: [RootID], datastack: String) async throws(ServiceError) -> Set<RootID> {
        try await store.read { database in
            try RootID.fetchSet(
                database,
                sql: """
                    SELECT root_id FROM refusal
                    WHERE datastack = ? AND root_id IN (SELECT value FROM json_each(?))
                    """,
                arguments: [datastack, ids.jsonText]
            )
        }
    }

    /// The list of a datastack, in ascending order.
    func list(datastack: String) async throws(ServiceError) -> [Refusal] {
        try await store.read { database in
            try RootID.fetchSet(
                database,
                sql: "SELECT root_id FROM refusal WHERE datastack = ?",
                arguments: [datastack]
            ).sorted().map { Refusal(datastack: datastack, rootID: $0) }
        }
    }

    /// Puts neurons on the list, and takes their jobs off the queue.
    func add(_ ids: [RootID], datastack: String) async throws(ServiceError) {
        let now = Date().timeIntervalSince1970
        try await store.write { database in
            try Neurons.register(datastack: datastack, database)
            let refuse = try database.cachedStatement(
                sql: "INSERT OR IGNORE INTO refusal (datastack, root_id, refused_at) VALUES (?, ?, ?)"
            )
            let forget = try database.cachedStatement(
                sql: "DELETE FROM job WHERE datastack = ? AND root_id = ? AND state <> 'running'"
            )
            for id in ids {
                try refuse.execute(arguments: [datastack, id.value, now])
                try forget.execute(arguments: [datastack, id.value])
            }
        }
    }

    /// Takes neurons off the list.
    func remove(_ ids: [RootID], datastack: String) async throws(ServiceError) {
        try await store.write { database in
            let statement = try database.cachedStatement(
                sql: "DELETE FROM refusal WHERE datastack = ? AND root_id = ?"
            )
            for id in ids { try statement.execute(arguments: [datastack, id.value]) }
        }
    }
}

extension RootID {
    /// The ids in the first column of a query's answer.
    static func fetchSet(_ database: Database, sql: String, arguments: StatementArguments) throws -> Set<RootID> {
        let values = try Int64.fetchCursor(database, sql: sql, arguments: arguments)
        var ids: Set<RootID> = []
        while let value = try values.next() {
            if let id = RootID(value) { ids.insert(id) }
        }
        return ids
    }
}
