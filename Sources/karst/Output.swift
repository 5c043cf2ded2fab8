@unsafe @preconcurrency import Glibc

/// The end of standard output.
enum Output: Sendable {
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
