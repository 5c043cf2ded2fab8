import Glibc

/// Standard output for results, standard error for everything else.
enum Console: Sendable {
    /// Writes results, through the same buffer that Lua's `print` uses.
    static func write(_ text: String) {
        print(text, terminator: "")
    }

    /// Writes a message, after everything that was printed before it.
    static func report(_ text: String) {
        fflush(nil)
        var bytes = Array((text + "\n").utf8)[...]
        while !bytes.isEmpty {
            let count = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
            guard count > 0 else { return }
            bytes = bytes.dropFirst(count)
        }
    }

    /// Writes an error of this program.
    static func reportError(_ text: String) {
        report("karst: " + text)
    }
}
