import Glibc

/// The end of standard output.
enum Output: Sendable {
    /// Writes out what is still buffered; what could not be written makes an otherwise good end a failure.
    ///
    /// When nobody reads any more the program ends by SIGPIPE, quietly, as other tools do.
    static func finish(_ status: Int32) -> Int32 {
        guard fflush(nil) != 0 else { return status }
        if errno == EPIPE { Signals.end(by: SIGPIPE) }
        Console.reportError("cannot write to standard output: \(unsafe String(cString: strerror(errno)))")
        return status == ExitStatus.success ? ExitStatus.failure : status
    }
}
