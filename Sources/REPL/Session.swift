import Glibc
import LuaHost

/// What a session knows and does between two prompts: it runs entries and commands, and shows what comes of them.
final class Session {
    /// What is to be done after an entry.
    enum Outcome: Equatable {
        case next
        /// The session ends with this exit status.
        case end(Int32)
        /// This text is the next entry.
        case again(String)
    }

    let engine: LuaEngine
    let library: SessionLibrary
    let screen: Screen
    let log: SessionLog
    let spinner: Spinner
    /// The last error, with everything that is known of it.
    private(set) var lastError: LuaError?
    private let shouldStop: () -> Bool
    private var hasWarnedOfLocals = false

    init(_ engine: LuaEngine, _ screen: Screen, _ log: SessionLog, shouldStop: @escaping () -> Bool) throws(LuaError) {
        (self.engine, self.screen, self.log, self.shouldStop) = (engine, screen, log, shouldStop)
        library = try SessionLibrary(engine)
        spinner = Spinner(screen)
        if screen.isInteractive, screen.hasEscapes, isatty(STDERR_FILENO) != 0 { observeWaits() }
    }

    deinit {
        engine.waitObserver = nil
    }

    private func observeWaits() {
        let spinner = spinner
        engine.waitObserver = LuaWaitObserver(
            interval: Spinner.interval,
            waiting: { [weak self] what, seconds in
                guard seconds >= Spinner.patience, let self, !isDrawing else { return }
                spinner.waiting(for: what, seconds)
            },
            over: { spinner.clear() }
        )
    }

    /// Whether a progress bar has the line that the spinner would take.
    private var isDrawing: Bool {
        do throws(LuaError) {
            if case .boolean(false)? = try library.call("is_drawing").first { return false }
        } catch {
            // It was meant for what waits.
            if error.isInterrupt { engine.interrupter.interrupt() }
        }
        return true
    }

    // MARK: Entries

    /// Does what the entry says.
    func perform(_ entry: String) -> Outcome {
        guard entry.contains(where: { !$0.isWhitespace }) else { return .next }
        if let call = CommandCall(entry) { return perform(call) }
        let number = log.begin(entry)
        return guarded { [self] () throws(LuaError) in
            try library.call("remember", .integer(Int64(number)), .text(entry))
            switch read(entry, chunk: "=[\(number)]") {
            case .complete(let compiled): try run(compiled, number)
            case .incomplete: throw LuaError(code: "syntax", "the entry ends too early")
            case .wrong(let error): throw error
            }
            return .next
        }
    }

    private func read(_ text: String, chunk: String) -> Entry {
        Entry.read(text, chunk: chunk, engine, environment: library.environment)
    }

    private func run(_ entry: Entry.Compiled, _ number: Int) throws(LuaError) {
        if entry.losesLocals { warnOfLocals() }
        try prepare(entry)
        try library.run("run", [.reference(entry.function), .integer(Int64(number)), .boolean(entry.isExpression)])
        log.succeeded(number)
    }

    private func warnOfLocals() {
        guard screen.isInteractive, !hasWarnedOfLocals else { return }
        hasWarnedOfLocals = true
        screen.report("note: the locals of this entry end with it")
    }

    private func prepare(_ entry: Entry.Compiled) throws(LuaError) {
        spinner.isSilent = try library.call("shows_waits").first == .boolean(false)
        try library.call("declare", .table(LuaTable(list: entry.locals.map { .text($0) })))
    }

    // MARK: Commands

    private func perform(_ call: CommandCall) -> Outcome {
        guard let command = PromptCommand.named(call.name) else {
            let names = LuaTable(list: PromptCommand.all.flatMap(\.names).map { .text($0) })
            let meant = library.texts("near", .text(call.name), .table(names)).first
            let hint = meant.map { "did you mean ':\($0)'?" } ?? ":help lists them"
            screen.report("error: there is no command ':\(call.name)' (\(hint))")
            return .next
        }
        return guarded { [self] () throws(LuaError) in try command.run(self, call.argument) }
    }

    /// Does what a command's part in Lua does, as a task.
    func run(_ command: String, _ arguments: [LuaValue] = []) throws(LuaError) {
        try library.run("command", [.text(command)] + arguments)
    }

    /// An expression or, where that is `allowed`, statements, as a function that sees what entries see.
    func compile(_ text: String, allowingStatements allowed: Bool = false) throws(LuaError) -> LuaValue {
        switch read(text, chunk: "=[command]") {
        case .complete(let entry) where entry.isExpression || allowed:
            try prepare(entry)
            return .reference(entry.function)
        case .wrong(let error): throw error
        default: throw LuaError(code: "bad_argument", "an expression is expected, such as a name")
        }
    }

    // MARK: Errors

    private struct Work { let run: () throws(LuaError) -> Outcome }

    /// Does something of the user's: whatever it raises is shown, and the next prompt comes.
    private func guarded(_ work: @escaping () throws(LuaError) -> Outcome) -> Outcome {
        let work = Work(run: work)
        var outcome = Outcome.next
        do throws(LuaError) {
            outcome = try work.run()
        } catch {
            if error.isExit, case .integer(let status)? = error.details["status"] {
                return .end(Int32(truncatingIfNeeded: status))
            }
            if error.isInterrupt { screen.report("interrupted") } else { report(error) }
        }
        fflush(nil)
        return shouldStop() ? .end(0) : outcome
    }

    private func report(_ error: LuaError) {
        lastError = error
        // A table without a text of its own is shown as the printer shows it.
        let shown = error.original.flatMap { library.texts("error_text", .reference($0)).first }
        let explanation = library.texts("explain", .text(ErrorText.message(of: error)))
        screen.report(ErrorText(error, message: shown, explanation: explanation).description)
    }
}

@available(*, unavailable)
extension Session: Sendable {}
