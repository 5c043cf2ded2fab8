import Glibc

/// A program that a test runs, with everything it is given.
public struct Program: Sendable {
    /// The file to run.
    public var executable: String
    /// Its arguments, without its own name.
    public var arguments: [String]
    /// Bytes on its standard input; an empty input ends at once.
    public var input: [UInt8] = []
    /// Its whole environment.
    public var environment: [String: String]
    /// Where it runs; the test's own folder by default.
    public var folder: String?
    /// A folder that must be there as long as the program runs.
    public var home: TemporaryFolder?
    /// After so many seconds it is killed.
    public var seconds = 60.0

    /// A program with an environment that holds nothing of the tester's own settings.
    public init(_ executable: String, _ arguments: [String] = []) {
        self.executable = executable
        self.arguments = arguments
        environment = Program.plainEnvironment
    }

    /// `PATH` and a fixed locale; everything that could change what a program says is left out.
    public static var plainEnvironment: [String: String] {
        let path = getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin"
        return ["PATH": path, "LC_ALL": "C.UTF-8", "TERM": "xterm"]
    }

    /// Runs the program to its end.
    public func finish() throws(SpawnError) -> Finished {
        try start().finish()
    }

    /// Starts the program and lets it run on.
    public func start() throws(SpawnError) -> RunningProgram {
        try RunningProgram(self)
    }
}

/// What a program that has ended left behind.
public struct Finished: Sendable {
    /// The bytes of its standard output.
    public let outputBytes: [UInt8]
    /// The bytes of its standard error.
    public let errorBytes: [UInt8]
    /// How it ended.
    public let ending: Ending

    /// Its standard output as text.
    public var output: String { String(decoding: outputBytes, as: UTF8.self) }
    /// Its standard error as text.
    public var errors: String { String(decoding: errorBytes, as: UTF8.self) }
    /// The status as a shell sees it.
    public var status: Int32 { ending.shellStatus }
}

/// A program under way, with its input and output in pipes.
public final class RunningProgram {
    /// The process id, which is also its process group.
    public let pid: Int32
    private var inputDescriptor: Int32
    private var streams: [Stream]
    private var pending: ArraySlice<UInt8>
    private let until: Double
    private var ended = false
    private let home: TemporaryFolder?

    private struct Stream {
        var descriptor: Int32
        var bytes: [UInt8] = []
    }

    init(_ program: Program) throws(SpawnError) {
        (pid, inputDescriptor, streams) = try RunningProgram.start(program)
        home = program.home
        pending = program.input[...]
        until = monotonicSeconds() + program.seconds
        _ = fcntl(inputDescriptor, F_SETFL, O_NONBLOCK)
    }

    /// A program that ends before it has read its input must not end the tests.
    private static let ignoresBrokenPipes: Void = { _ = signal(SIGPIPE, SIG_IGN) }()

    private static func start(_ program: Program) throws(SpawnError) -> (Int32, Int32, [Stream]) {
        ignoresBrokenPipes
        // No other program may be started while our ends of the pipes could still be inherited.
        pthread_mutex_lock(Spawn.lock)
        defer { pthread_mutex_unlock(Spawn.lock) }
        var pipes: [Int32] = []
        for _ in 0..<3 {
            var ends: [Int32] = [0, 0]
            guard pipe(&ends) == 0 else { throw SpawnError(description: "no pipe") }
            for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
            pipes += ends
        }
        defer { for end in [0, 3, 5] { close(pipes[end]) } }
        let spawn = Spawn(
            executable: program.executable,
            arguments: program.arguments,
            environment: program.environment,
            folder: program.folder,
            descriptors: [(pipes[0], 0), (pipes[3], 1), (pipes[5], 2)]
        )
        do {
            return (try spawn.start(), pipes[1], [Stream(descriptor: pipes[2]), Stream(descriptor: pipes[4])])
        } catch {
            for end in [1, 2, 4] { close(pipes[end]) }
            throw error
        }
    }

    deinit {
        if !ended {
            kill(-pid, SIGKILL)
            var status: Int32 = 0
            waitpid(pid, &status, 0)
        }
        closeInput()
        for stream in streams where stream.descriptor >= 0 { close(stream.descriptor) }
    }

    /// Sends a signal to the program alone.
    public func send(_ signal: Int32) {
        kill(pid, signal)
    }

    /// Reads on until the output contains the text; false when the program's output ended or its time was up.
    public func waitForOutput(_ text: String) -> Bool {
        while !contains(text) {
            guard step() else { return contains(text) }
        }
        return true
    }

    /// What it has written to its standard output, as far as that was read.
    public var outputSoFar: String { String(decoding: streams[0].bytes, as: UTF8.self) }

    private func contains(_ text: String) -> Bool {
        String(decoding: streams[0].bytes, as: UTF8.self).contains(text)
    }

    /// Closes our end of the program's output, so that its next write fails.
    public func closeOutput() {
        close(streams[0].descriptor)
        streams[0].descriptor = -1
    }

    /// Reads everything and waits for the end.
    public func finish() -> Finished {
        while step() {}
        let late = monotonicSeconds() >= until
        if late { kill(-pid, SIGKILL) }
        var status: Int32 = 0
        waitpid(pid, &status, 0)
        ended = true
        return Finished(
            outputBytes: streams[0].bytes,
            errorBytes: streams[1].bytes,
            ending: late ? .timedOut : Ending(waitStatus: status)
        )
    }

    private func closeInput() {
        if inputDescriptor >= 0 { close(inputDescriptor) }
        inputDescriptor = -1
    }

    /// Writes and reads what can be; false when both outputs have ended or the time is up.
    private func step() -> Bool {
        if pending.isEmpty { closeInput() }
        let left = until - monotonicSeconds()
        guard left > 0, streams.contains(where: { $0.descriptor >= 0 }) || !hasEnded() else { return false }
        var polled = streams.map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
        polled.append(pollfd(fd: inputDescriptor, events: Int16(POLLOUT), revents: 0))
        poll(&polled, 3, Int32(min(left * 1000, 50)) + 1)
        for index in 0..<2 where polled[index].revents != 0 { read(index) }
        if polled[2].revents != 0 { writeInput() }
        return true
    }

    /// With both outputs closed the program may still be at work.
    private func hasEnded() -> Bool {
        var information = siginfo_t()
        return waitid(P_PID, id_t(pid), &information, WEXITED | WNOHANG | WNOWAIT) == 0
            && information.si_signo == SIGCHLD
    }

    private func read(_ index: Int) {
        var buffer = [UInt8](repeating: 0, count: 65536)
        let count = Glibc.read(streams[index].descriptor, &buffer, buffer.count)
        if count > 0 {
            streams[index].bytes += buffer[..<count]
        } else {
            close(streams[index].descriptor)
            streams[index].descriptor = -1
        }
    }

    private func writeInput() {
        let count = pending.withUnsafeBytes { Glibc.write(inputDescriptor, $0.baseAddress, min($0.count, 4096)) }
        if count > 0 { pending = pending.dropFirst(count) } else { pending = [] }
    }
}

@available(*, unavailable)
extension RunningProgram: Sendable {}
