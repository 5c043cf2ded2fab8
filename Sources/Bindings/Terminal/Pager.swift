import Glibc

/// The user's program for reading long texts: `PAGER`, else `less -FRX`.
package enum Pager: Sendable {
    /// Shows a text page by page and waits until the reader is done.
    ///
    /// - Returns: False where nothing was shown: there is no terminal, the text fits on it, or the pager does not start.
    package static func show(_ text: [UInt8]) -> Bool {
        guard isatty(STDIN_FILENO) != 0, isatty(STDOUT_FILENO) != 0, TerminalFeatures.isCapable else { return false }
        let command = TerminalFeatures.variable("PAGER") ?? "less"
        guard !command.isEmpty, command != "cat", isLong(text) else { return false }
        // As git does it: a choice of the user's stays.
        if !TerminalFeatures.isSet("LESS") { unsafe setenv("LESS", "FRX", 1) }
        fflush(nil)
        guard let pipe = unsafe popen(command, "we") else { return false }
        // Ctrl-C is the pager's, and so is the end of a text of which the reader has seen enough.
        let signals = [SIGINT, SIGPIPE].map { ($0, ignored($0)) }
        _ = unsafe text.withUnsafeBytes { unsafe fwrite($0.baseAddress, 1, $0.count, pipe) }
        let status = unsafe pclose(pipe)
        for (number, action) in signals { restore(number, action) }
        // What the shell gives for a program that it cannot find or run.
        let code = status >> 8 & 0xFF
        return status >= 0 && code != 127 && code != 126
    }

    private static func isLong(_ text: [UInt8]) -> Bool {
        let rows = TerminalFeatures.height(STDOUT_FILENO) ?? 24
        let columns = TerminalFeatures.width(STDOUT_FILENO) ?? 80
        var lines = 0
        for line in text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            lines += max(1, (line.count + columns - 1) / columns)
        }
        return lines >= rows
    }

    private static func ignored(_ number: Int32) -> sigaction {
        var (ignoring, before) = (sigaction(), sigaction())
        unsafe ignoring.__sigaction_handler.sa_handler = SIG_IGN
        unsafe sigaction(number, &ignoring, &before)
        return before
    }

    private static func restore(_ number: Int32, _ action: sigaction) {
        var action = action
        unsafe sigaction(number, &action, nil)
    }
}
