import FoundationEssentials
import GRDB
import SkeletonAPI
import SkeletonModel

/// The neurons that were imported as level-2 graphs, and the datastacks they belong to.
struct Neurons: Sendable {
    let store: Store

    /// What is remembered of an imported graph.
    struct Record: Sendable {
        let rootID: RootID
        let checksum: String
        let nodes: Int
        let supersededBy: RootID?
        let source: String
    }

    /// Those of the neurons that were imported, each with the id that took its place, if one did.
    func known(_ ids: [RootID], datastack: String) async throws(ServiceError) -> [RootID: RootID?] {
        try await store.read { database in
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT root_id, superseded_by FROM neuron
                    WHERE datastack = ? AND root_id IN (SELECT value FROM json_each(?))
                    """,
                arguments: [datastack, ids.jsonText]
            )
            var known: [RootID: RootID?] = [:]
            while let row = try rows.next() {
                guard let id = RootID(row["root_id"] as Int64) else { continue }
                known.updateValue((row["superseded_by"] as Int64?).flatMap { RootID($0) }, forKey: id)
            }
            return known
        }
    }

    /// Every imported neuron of a datastack, in ascending order.
    func all(datastack: String) async throws(ServiceError) -> [RootID] {
        try await store.read { database in
            try RootID.fetchSet(
                database,
                sql: "SELECT root_id FROM neuron WHERE datastack = ?",
                arguments: [datastack]
            ).sorted()
        }
    }

    /// The layers of the chunked graph that a datastack's neurons are of.
    func layers(datastack: String) async throws(ServiceError) -> Set<Int> {
        try await store.read { database in
            let layers = try Int.fetchSet(
                database,
                sql: "SELECT DISTINCT root_id >> 56 FROM neuron WHERE datastack = ?",
                arguments: [datastack]
            )
            return layers.isEmpty ? [ServiceConstants.rootLayer] : layers
        }
    }

    /// What is remembered of those of the neurons that were imported.
    func records(_ ids: [RootID], datastack: String) async throws(ServiceError) -> [RootID: Record] {
        try await store.read { database in
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT root_id, checksum, nodes, superseded_by, source FROM neuron
                    WHERE datastack = ? AND root_id IN (SELECT value FROM json_each(?))
                    """,
                arguments: [datastack, ids.jsonText]
            )
            var records: [RootID: Record] = [:]
            while let row = try rows.next() {
                guard let id = RootID(row["root_id"] as Int64) else { continue }
                records[id] = Record(
                    rootID: id,
                    checksum: row["checksum"],
                    nodes: row["nodes"],
                    supersededBy: (row["superseded_by"] as Int64?).flatMap { RootID($0) },
                    source: row["source"]
                )
            }
            return records
        }
    }

    /// Remembers imported neurons, all or none of them.
    ///
    /// What failed for want of their data may be tried again.
    func record(_ records: [(datastack: String, record: Record)]) async throws(ServiceError) {
        let now = Date().timeIntervalSince1970
        try await store.write { database in
            for (datastack, record) in records {
                try Self.register(datastack: datastack, database)
                try database.execute(
                    sql: """
                        INSERT OR REPLACE INTO neuron
                          (datastack, root_id, checksum, nodes, superseded_by, source, imported_at)
                        VALUES (?, ?, ?, ?, ?, ?, ?)
                        """,
                    arguments: [
                        datastack, record.rootID.value, record.checksum, record.nodes, record.supersededBy?.value,
                        record.source, now,
                    ]
                )
                try database.execute(
                    sql: "DELETE FROM job WHERE datastack = ? AND root_id = ? AND state = 'failed'",
                    arguments: [datastack, record.rootID.value]
                )
            }
        }
    }

    /// The datastacks that something was imported into or refused in, in alphabetical order.
    func datastacks() async throws(ServiceError) -> [String] {
        try await store.read { try String.fetchAll($0, sql: "SELECT name FROM datastack ORDER BY name") }
    }

    /// Whether something was imported into a datastack or refused in it.
    func isKnown(datastack: String) async throws(ServiceError) -> Bool {
        try await store.read { database in
            try Bool.fetchOne(
                database,
                sql: "SELECT EXISTS (SELECT 1 FROM datastack WHERE name = ?)",
                arguments: [datastack]
            ) ?? false
        }
    }

    /// Makes a datastack known.
    static func register(datastack: String, _ database: Database) throws {
        try database.execute(sql: "INSERT OR IGNORE INTO datastack (name) VALUES (?)", arguments: [datastack])
    }
}
