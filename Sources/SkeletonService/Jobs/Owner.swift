import FoundationEssentials

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Who runs a job: one open service in one process, recognisable by the other processes of the machine.
struct Owner: Sendable, Equatable {
    /// Different for every opened service.
    var token: String
    /// The run of the machine: process ids and the monotonic clock mean nothing beyond it.
    var boot: String
    /// The space of process ids; containers on one machine have different ones.
    var space: String
    /// The process.
    var pid: Int32
    /// When the process began, in the system's ticks, so that a reused process id is not taken for it.
    var start: Int64

    /// How long an owner that cannot be looked at may be silent before its jobs are taken over.
    static let lease: Double = 120

    /// A new owner in this process.
    static func current() -> Owner {
        let pid = getpid()
        return Owner(
            token: UUID().uuidString,
            boot: text("/proc/sys/kernel/random/boot_id"),
            space: (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/ns/pid")) ?? "",
            pid: pid,
            start: startTicks(pid) ?? 0
        )
    }

    /// Whether this owner, last heard of at `beat`, will not finish its jobs any more.
    ///
    /// - Parameters:
    ///   - observer: The one who wants to know.
    ///   - now: The monotonic clock.
    func isGone(beat: Double, observer: Owner, now: Double) -> Bool {
        guard boot == observer.boot else { return true }
        if space == observer.space, !isAlive { return true }
        return now - beat > Self.lease
    }

    private var isAlive: Bool {
        start == 0 ? Self.isAlive(pid) : Self.startTicks(pid) == start
    }

    /// Whether there is a process of this id, whichever it is.
    static func isAlive(_ pid: Int32) -> Bool { kill(pid, 0) == 0 || errno != ESRCH }

    /// Seconds on the clock that every process of the machine shares, that never jumps, and that stands still while
    /// the machine sleeps.
    static var monotonicSeconds: Double {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    private static func text(_ path: String) -> String {
        guard let data = FileManager.default.contents(atPath: path) else { return "" }
        return String(decoding: data, as: UTF8.self).filter { !$0.isWhitespace }
    }

    /// The 22nd field of the process's status line; the second one is the name in parentheses and may hold anything.
    private static func startTicks(_ pid: Int32) -> Int64? {
        guard let data = FileManager.default.contents(atPath: "/proc/\(pid)/stat") else { return nil }
        let line = String(decoding: data, as: UTF8.self)
        guard let end = line.lastIndex(of: ")") else { return nil }
        let fields = line[line.index(after: end)...].split(separator: " ")
        // A zombie has ended already; only its parent has not noticed.
        guard fields.count > 19, fields[0] != "Z", fields[0] != "X" else { return nil }
        return Int64(fields[19])
    }
}
