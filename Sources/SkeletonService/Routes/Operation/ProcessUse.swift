#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// What this process has used so far.
enum ProcessUse: Sendable {
    /// Seconds on a processor.
    static var processorSeconds: Double {
        var time = timespec()
        guard unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time) == 0 else { return 0 }
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// Bytes of memory; the most so far where the system does not tell the present number.
    static var residentBytes: Double {
        if let pages = statmPages { return Double(pages * Int(getpagesize())) }
        var usage = rusage()
        #if canImport(Darwin)
        return unsafe getrusage(RUSAGE_SELF, &usage) == 0 ? Double(usage.ru_maxrss) : 0
        #else
        return unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 ? Double(usage.ru_maxrss) * 1024 : 0
        #endif
    }

    /// The second number of Linux's `/proc/self/statm`.
    private static var statmPages: Int? {
        guard let file = unsafe fopen("/proc/self/statm", "r") else { return nil }
        defer { unsafe fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 256)
        let count = unsafe bytes.withUnsafeMutableBytes { unsafe fread($0.baseAddress, 1, $0.count, file) }
        let words = String(decoding: bytes.prefix(count), as: UTF8.self).split(separator: " ")
        return words.count > 1 ? Int(words[1]) : nil
    }
}
