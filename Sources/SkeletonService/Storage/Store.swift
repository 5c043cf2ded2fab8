import GRDB
import SkeletonAPI
import SkeletonModel

/// The service's database: imported neurons, refusals and jobs, shared by any number of processes.
final class Store: Sendable {
    /// The SQLite file.
    let path: String

    private let pool: DatabasePool
    private let folder: DataFolder
    private let identity: Files.Identity?

    /// Opens the database of a data folder and brings its tables up to date.
    init(_ folder: DataFolder) throws(ServiceError) {
        path = folder.database
        self.folder = folder
        // Two processes that switch a new file to WAL at once could lock each other out.
        let lock = try FileLock.lock(folder.openingLock, atMost: .seconds(60))
        do {
            pool = try DatabasePool(path: path, configuration: Self.configuration)
            try pool.writeWithoutTransaction { database in
                // GRDB asks for NORMAL, after which a power failure may take back a commit.
                try database.execute(sql: "PRAGMA synchronous = FULL")
            }
            try Schema.migrator.migrate(pool)
        } catch {
            throw Self.converted(error, path)
        }
        identity = Files.identity(path)
        _ = consume lock
    }

    /// SQLite goes on with a file that was removed or replaced, and whatever it takes in would be lost.
    private func checkPresence() throws(ServiceError) {
        guard let now = Files.identity(path), now == identity else { throw folder.gone }
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.label = "karst"
        configuration.busyMode = .timeout(30)
        return configuration
    }

    /// Reads one consistent state of the database.
    func read<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(ServiceError) -> Value {
        try checkPresence()
        do { return try await pool.read(body) } catch { throw Self.converted(error, path) }
    }

    /// Changes the database in one durable transaction, or not at all.
    ///
    /// A cancelled task changes nothing.
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(ServiceError) -> Value {
        try checkPresence()
        do { return try await pool.write(body) } catch { throw Self.converted(error, path) }
    }

    /// Changes the database also when the task was cancelled: for what has to be put in order behind it.
    func writeAlways<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(ServiceError) -> Value {
        try checkPresence()
        // An unstructured task is not cancelled with its parent, and is awaited right here.
        let outcome = await Task { [pool] in try await pool.write(body) }.result
        do { return try outcome.get() } catch { throw Self.converted(error, path) }
    }

    /// SQLite's number for how surely a commit is on the disk when it returns: 2 survives a power failure.
    func durability() async throws(ServiceError) -> Int? {
        do {
            return try await pool.writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA synchronous") }
        } catch {
            throw Self.converted(error, path)
        }
    }

    /// Gives the files back.
    ///
    /// Afterwards every use fails with `ServiceError.closed`.
    func close() throws(ServiceError) {
        do { try pool.close() } catch { throw Self.converted(error, path) }
    }

    private static func converted(_ error: any Error, _ path: String) -> ServiceError {
        switch error {
        case let error as ServiceError: error
        case let error as DatabaseError: converted(error, path)
        case is CancellationError: .cancelled
        default: .storage(path: path, problem: "\(error)")
        }
    }

    private static func converted(_ error: DatabaseError, _ path: String) -> ServiceError {
        switch error.resultCode {
        case .SQLITE_MISUSE: .closed
        case .SQLITE_BUSY, .SQLITE_LOCKED: .busy(path: path)
        case .SQLITE_FULL: .storage(path: path, problem: "no space left on device")
        case .SQLITE_READONLY: .storage(path: path, problem: "cannot be written (read-only file, folder or disk)")
        case .SQLITE_CANTOPEN: .storage(path: path, problem: "cannot be opened (permission denied, or not a file?)")
        case .SQLITE_PERM, .SQLITE_AUTH: .storage(path: path, problem: "permission denied")
        case .SQLITE_CORRUPT: .storage(path: path, problem: "the database is damaged")
        case .SQLITE_NOTADB: .storage(path: path, problem: "is not a database")
        case .SQLITE_IOERR: .storage(path: path, problem: "cannot be read or written (disk full or failing?)")
        default: .storage(path: path, problem: "SQLite says: \(error.message ?? "error \(error.resultCode.rawValue)")")
        }
    }
}
