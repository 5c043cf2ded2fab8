import Glibc

/// Where a session writes: results to standard output, everything else to standard error.
struct Screen {
    let environment: (String) -> String?

    /// Whether somebody sits before standard input.
    let isInteractive = isatty(STDIN_FILENO) != 0
    /// Whether results are read by somebody.
    let showsResults = isatty(STDOUT_FILENO) != 0

    /// Whether the terminal knows escape sequences.
    var hasEscapes: Bool {
        guard let term = environment("TERM") else { return false }
        return !term.isEmpty && term != "dumb"
    }

    /// Columns; 80 where there is no terminal.
    var width: Int {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    /// Writes results.
    func write(_ text: String) {
        print(text, terminator: "")
        fflush(nil)
    }

    /// Writes what only a person wants to see; results in a file stay alone.
    func show(_ text: String) {
        if showsResults { write(text) }
    }

    /// Writes a message in a line of its own.
    func report(_ text: String) {
        fflush(nil)
        Self.write(text + "\n", to: STDERR_FILENO)
    }

    /// Writes at once, past all buffers.
    static func write(_ text: String, to descriptor: Int32) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { return }
            bytes = bytes.dropFirst(count)
        }
    }
}

@available(*, unavailable)
extension Screen: Sendable {}
