@unsafe @preconcurrency import Glibc

/// The end of standard output.
enum Output: Sendable {
    /// Writes bytes as they are, behind what was printed.
    static func write(_ bytes: [UInt8]) {
        _ = unsafe bytes.withUnsafeBytes { unsafe fwrite($0.baseAddress, 1, $0.count, stdout) }
    }

    /// Writes out what is still buffered; what could not be written makes an otherwise good end a failure.
    ///
    /// When nobody reads any more the program ends by SIGPIPE, quietly, as other tools do.
    static func finish(_ status: Int32) -> Int32 {
        // Lua's `print` flushes and ignores what comes of it, so only the stream itself knows of earlier failures.
        let flushed = fflush(nil) == 0
        let hasFailed = unsafe ferror(stdout) != 0
        guard !flushed || hasFailed else { return status }
        unsafe clearerr(stdout)
        Console.reportError("standard output could not be written in full")
        return status == ExitStatus.success ? ExitStatus.failure : status
    }
}
