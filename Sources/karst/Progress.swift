import Glibc
import Synchronization

/// How far a long command is, on standard error: one line that changes on a terminal, a line now and then elsewhere.
final class Progress: Sendable {
    private struct State {
        var shown: ContinuousClock.Instant
        var hasLine = false
    }

    private let noun: String
    private let isTerminal = isatty(STDERR_FILENO) != 0
    private let start = ContinuousClock.now
    private let state: Mutex<State>

    /// - Parameter noun: What is counted, in the plural.
    init(_ noun: String) {
        self.noun = noun
        state = Mutex(State(shown: start))
    }

    /// Says how much is done, unless something was said a moment ago.
    func update(done: Int, of total: Int) {
        let now = ContinuousClock.now
        state.withLock { state in
            guard now - state.shown >= (isTerminal ? .milliseconds(100) : .seconds(5)) else { return }
            state.shown = now
            let rate = (Double(done) / ((now - start) / .seconds(1)) * 10).rounded() / 10
            let text = "\(done) of \(total) \(noun), \(rate) per second"
            guard isTerminal else { return Console.report(text) }
            Console.showInPlace(text)
            state.hasLine = true
        }
    }

    /// Takes the changing line away, so that something else can be said.
    func clear() {
        state.withLock { state in
            if state.hasLine { Console.showInPlace("") }
            state.hasLine = false
        }
    }
}

extension Console {
    /// Replaces the terminal's current line.
    fileprivate static func showInPlace(_ text: String) {
        let bytes = Array("\r\(text)\u{1B}[K".utf8)
        _ = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
