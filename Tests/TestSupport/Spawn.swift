import Glibc

/// Why a program could not be started.
public struct SpawnError: Error, CustomStringConvertible, Sendable {
    /// The sentence people read.
    public let description: String
}

/// One program to start: what, where and with which descriptors.
struct Spawn {
    var executable: String
    var arguments: [String]
    var environment: [String: String]
    var folder: String?
    /// Our descriptors, and the numbers that the program sees them under.
    var descriptors: [(ours: Int32, theirs: Int32)] = []
    /// A terminal device that becomes the program's controlling terminal, its input, output and errors.
    var terminal: String?

    /// Held while descriptors that no other program may inherit are open, and while programs start.
    static nonisolated(unsafe) let lock: UnsafeMutablePointer<pthread_mutex_t> = {
        let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
        pthread_mutex_init(lock, nil)
        return lock
    }()

    /// Starts the program as the leader of its own process group, with every signal at its default.
    func start() throws(SpawnError) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        add(to: &actions)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        set(&attributes)
        var pid: pid_t = 0
        // Glibc's module does not show the spawn action that changes the folder.
        let words = folder.map { ["/usr/bin/env", "-C", $0, executable] } ?? [executable]
        let status = withCStrings(words + arguments) { argv in
            withCStrings(environment.map { "\($0.key)=\($0.value)" }) { envp in
                posix_spawn(&pid, words[0], &actions, &attributes, argv, envp)
            }
        }
        guard status == 0 else {
            throw SpawnError(description: "cannot start \(executable): \(String(cString: strerror(status)))")
        }
        return pid
    }

    private func add(to actions: inout posix_spawn_file_actions_t) {
        if let terminal {
            // A session leader without a terminal gets the first one it opens.
            posix_spawn_file_actions_addopen(&actions, 0, terminal, O_RDWR, 0)
            posix_spawn_file_actions_adddup2(&actions, 0, 1)
            posix_spawn_file_actions_adddup2(&actions, 0, 2)
        }
        for (ours, theirs) in descriptors { posix_spawn_file_actions_adddup2(&actions, ours, theirs) }
    }

    private func set(_ attributes: inout posix_spawnattr_t) {
        var all = sigset_t()
        sigfillset(&all)
        posix_spawnattr_setsigdefault(&attributes, &all)
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        let group = terminal == nil ? POSIX_SPAWN_SETPGROUP : 0x80  // POSIX_SPAWN_SETSID
        posix_spawnattr_setflags(
            &attributes,
            Int16(Int32(POSIX_SPAWN_SETSIGDEF) | Int32(POSIX_SPAWN_SETSIGMASK) | Int32(group))
        )
    }
}

private func withCStrings<R>(_ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> R) -> R {
    let copies: [UnsafeMutablePointer<CChar>?] = strings.map { strdup($0) }
    defer { for copy in copies { free(copy) } }
    return body(copies + [nil])
}

/// How a program ended.
public enum Ending: Equatable, Sendable {
    /// It ended by itself, with this status.
    case exited(Int32)
    /// A signal ended it.
    case signalled(Int32)
    /// It went on for too long and was killed.
    case timedOut

    init(waitStatus: Int32) {
        let signal = waitStatus & 0x7f
        self = signal == 0 ? .exited((waitStatus >> 8) & 0xff) : .signalled(signal)
    }

    /// The status as a shell sees it: 128 and the signal's number when a signal ended the program.
    public var shellStatus: Int32 {
        switch self {
        case .exited(let status): status
        case .signalled(let signal): 128 + signal
        case .timedOut: -1
        }
    }
}

/// Seconds of a monotonic clock, for the limits of waits.
func monotonicSeconds() -> Double {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    return Double(now.tv_sec) + Double(now.tv_nsec) / 1e9
}
