import Glibc

/// Says on the terminal what is being waited for, once that takes longer than half a second.
final class Spinner {
    private let screen: Screen
    private let marks: [Character]
    private var turn = 0
    private var isShown = false
    /// Switched off by the user.
    var isSilent = false

    /// Seconds between two drawings.
    static let interval = 0.1
    /// Seconds before the first one.
    static let patience = 0.5

    init(_ screen: Screen) {
        self.screen = screen
        let isUTF8 =
            ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap(screen.environment).first { !$0.isEmpty }
            .map { $0.lowercased().replacing("-", with: "").contains("utf8") } ?? false
        marks = Array(isUTF8 ? "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏" : "|/-\\")
    }

    /// Draws the next mark.
    func waiting(for what: String, _ seconds: Double) {
        guard !isSilent else { return }
        fflush(nil)
        turn = (turn + 1) % marks.count
        Screen.write("\r\u{1B}[K" + text(what, seconds), to: STDERR_FILENO)
        isShown = true
    }

    /// Wipes it off before anything else is written.
    func clear() {
        guard isShown else { return }
        isShown = false
        Screen.write("\r\u{1B}[K", to: STDERR_FILENO)
    }

    /// Never longer than the line is wide: a wrapped one cannot be wiped off.
    private func text(_ what: String, _ seconds: Double) -> String {
        let tail = ", \(Int(seconds)) s (Ctrl-C cancels)"
        let room = screen.width - tail.count - 4
        guard room > 8 else { return "\(marks[turn])" }
        let shown = what.count > room ? what.prefix(room - 1) + "…" : Substring(what)
        return "\(marks[turn]) \(shown)\(tail)"
    }
}

@available(*, unavailable)
extension Spinner: Sendable {}
