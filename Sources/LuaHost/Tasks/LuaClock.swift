#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// Monotonic time and waiting for file descriptors.
enum LuaClock {
    /// Seconds of a monotonic clock.
    static func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }

    /// Waits until one of the descriptors can be read or the time is over.
    ///
    /// True when one of `others` can be read.
    static func poll(_ first: Int32, _ others: [Int32], seconds: Double?) -> Bool {
        var entries = ([first] + others).map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        let milliseconds = seconds.map { Int32(min(max(0, ($0 * 1000).rounded(.up)), 3_600_000)) } ?? -1
        #if canImport(Glibc)
        let count = Glibc.poll(&entries, nfds_t(entries.count), milliseconds)
        #else
        let count = Darwin.poll(&entries, nfds_t(entries.count), milliseconds)
        #endif
        return count > 0 && entries.dropFirst().contains { $0.revents != 0 }
    }
}
