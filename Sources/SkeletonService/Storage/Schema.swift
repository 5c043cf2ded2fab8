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
        migrator.registerMigration("2 workers, pauses on the monotonic clock") { database in
            try database.execute(sql: workers)
            try database.execute(sql: generations)
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

    // Who works is told apart from what is worked on; a running job whose owner is not here has none.
    private static let workers = """
        CREATE TABLE worker (
          token TEXT NOT NULL PRIMARY KEY,  -- an open service …
          boot TEXT NOT NULL,               -- … in which run of the machine, …
          space TEXT NOT NULL,              -- … in which space of process ids, …
          pid INTEGER NOT NULL,
          start INTEGER NOT NULL,           -- … and when that process began
          threads INTEGER NOT NULL,         -- how many skeletons it makes at a time
          started_at REAL NOT NULL,         -- on the machine's monotonic clock, as all that follows
          beat REAL NOT NULL                -- when it was last heard of
        ) WITHOUT ROWID;

        ALTER TABLE job DROP COLUMN owner_boot;
        ALTER TABLE job DROP COLUMN owner_space;
        ALTER TABLE job DROP COLUMN owner_pid;
        ALTER TABLE job DROP COLUMN owner_start;
        ALTER TABLE job DROP COLUMN beat;
        ALTER TABLE job ADD COLUMN pause_boot TEXT;  -- the run of the machine whose clock not_before is on
        """

    // Without the time where the process ended before it could write it down. What was measured before is measured again.
    private static let generations = """
        DROP TABLE generation;
        CREATE TABLE generation (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          datastack TEXT NOT NULL,
          root_id INTEGER NOT NULL,
          nodes INTEGER NOT NULL,
          seconds REAL,
          finished_at REAL NOT NULL
        );
        CREATE INDEX generation_neuron ON generation (datastack, root_id);
        """
}
