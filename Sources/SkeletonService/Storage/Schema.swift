import GRDB

/// The tables of the database.
///
/// A change is a new migration; what has been released is never edited.
enum Schema: Sendable {
    /// Brings a database of any age up to date.
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 neurons, refusals, jobs") { database in
            try database.execute(sql: neurons)
            try database.execute(sql: jobs)
        }
        return migrator
    }

    private static let neurons = """
        CREATE TABLE datastack (name TEXT NOT NULL PRIMARY KEY) WITHOUT ROWID;

        CREATE TABLE neuron (
          datastack TEXT NOT NULL,
          root_id INTEGER NOT NULL,
          checksum TEXT NOT NULL,       -- of the normalised text of its level-2 graph
          nodes INTEGER NOT NULL,       -- level-2 nodes: what generation takes time for
          superseded_by INTEGER,
          source TEXT NOT NULL,         -- the path it was imported from
          imported_at REAL NOT NULL,
          PRIMARY KEY (datastack, root_id)
        ) WITHOUT ROWID;

        CREATE TABLE refusal (
          datastack TEXT NOT NULL,
          root_id INTEGER NOT NULL,
          refused_at REAL NOT NULL,
          PRIMARY KEY (datastack, root_id)
        ) WITHOUT ROWID;
        """

    // A job exists from the request until the skeleton's file is on the disk for good, so that none is ever lost;
    // one that failed stays and says why.
    private static let jobs = """
        CREATE TABLE job (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          datastack TEXT NOT NULL,
          root_id INTEGER NOT NULL,
          state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'failed')),
          priority INTEGER NOT NULL,    -- 0 bulk, 1 interactive
          nodes INTEGER NOT NULL,
          queued_at REAL NOT NULL,
          not_before REAL NOT NULL DEFAULT 0,
          attempts INTEGER NOT NULL DEFAULT 0,
          interruptions INTEGER NOT NULL DEFAULT 0,
          reason TEXT,
          retryable INTEGER NOT NULL DEFAULT 0,
          started_at REAL,
          owner TEXT,                   -- the service that runs it …
          owner_boot TEXT,              -- … in which run of the machine, …
          owner_space TEXT,             -- … in which space of process ids, …
          owner_pid INTEGER,
          owner_start INTEGER,          -- … and when that process began
          beat REAL,                    -- when it was last known to be at it, on the machine's monotonic clock
          UNIQUE (datastack, root_id)
        );
        CREATE INDEX job_turn ON job (state, priority DESC, id);

        CREATE TABLE generation (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          datastack TEXT NOT NULL,
          root_id INTEGER NOT NULL,
          nodes INTEGER NOT NULL,
          seconds REAL NOT NULL,
          finished_at REAL NOT NULL
        );
        """
}
