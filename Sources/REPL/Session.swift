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
        switch Entry.read(entry, chunk: "=[\(number)]", engine) {
        case .complete(let compiled): return run(compiled, entry, number)
        case .incomplete: report(LuaError(code: "syntax", "the entry ends too early"))
        case .wrong(let error): report(error)
        }
        return .next
    }

    private func run(_ entry: Entry.Compiled, _ text: String, _ number: Int) -> Outcome {
        if entry.losesLocals { warnOfLocals() }
        return guarded { [self] () throws(LuaError) in
            try prepare(entry)
            try library.call("remember", .integer(Int64(number)), .text(text))
            try library.run("run", [.reference(entry.function), .integer(Int64(number)), .boolean(entry.isExpression)])
            log.succeeded(number)
            return .next
        }
    }

    private func warnOfLocals() {
        guard screen.isInteractive, !hasWarnedOfLocals else { return }
        hasWarnedOfLocals = true
        screen.report("note: the locals of this entry end with it")
    }

    /// Gives a compiled entry the session's locals, and the printer what the terminal is like now.
    private func prepare(_ entry: Entry.Compiled) throws(LuaError) {
        try library.call("suggest_setting", .text("colour"), .boolean(screen.usesColour))
        try library.call("suggest_setting", .text("width"), .integer(Int64(screen.width)))
        if case .boolean(let spins)? = try library.call("setting", .text("spinner")).first { spinner.isSilent = !spins }
        let names = LuaValue.table(LuaTable(list: entry.locals.map { .text($0) }))
        try library.call("prepare", .reference(entry.function), names)
    }

    // MARK: Commands

    private func perform(_ call: CommandCall) -> Outcome {
        guard let command = PromptCommand.named(call.name) else {
            let meant = library.near(call.name, PromptCommand.all.flatMap(\.names))
            let hint = meant.map { "did you mean ':\($0)'?" } ?? ":help lists them"
            screen.report("error: there is no command ':\(call.name)' (\(hint))")
            return .next
        }
        return guarded { [self] () throws(LuaError) in try command.run(self, call.argument) }
    }

    /// Runs a method of the session's Lua side as a task.
    func run(_ method: String, _ arguments: LuaValue...) throws(LuaError) {
        try library.run(method, arguments)
    }

    /// An expression or, where that is `allowed`, statements, as a function that sees what entries see.
    func compile(_ text: String, allowingStatements allowed: Bool = false) throws(LuaError) -> LuaValue {
        switch Entry.read(text, chunk: "=[command]", engine) {
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
        let message = ErrorText.message(of: error)
        let excerpt = excerpt(message)
        var hint: String?
        if let excerpt, let name = excerpt.name {
            hint = (try? library.call("suggest", .text(excerpt.before), .text(name)))?.first?.text
        }
        screen.report(
            ErrorText(
                error,
                message: shown(error),
                excerpt: excerpt?.mark == nil && log.isOneLine(place(in: message)?.chunk ?? "") ? nil : excerpt,
                hint: hint.map { "did you mean '\($0)'?" }
            ).description
        )
    }

    /// An error value that is a table without a text of its own, as the printer shows it.
    private func shown(_ error: LuaError) -> String? {
        guard let original = error.original else { return nil }
        return (try? library.call("error_text", .reference(original)))?.first?.text
    }

    private func excerpt(_ message: String) -> SourceExcerpt? {
        guard let place = place(in: message) else { return nil }
        let line = log.line(place.line, of: place.chunk) ?? SourceExcerpt.line(place.line, ofFile: place.chunk)
        guard let line, line.contains(where: { !$0.isWhitespace }), line.utf8.count <= 400 else { return nil }
        return SourceExcerpt(message, line: line)
    }

    /// The chunk and line in front of a message: `[3]` and 1 in `[3]:1: …`.
    private func place(in message: String) -> (chunk: String, line: Int)? {
        let parts = message.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let line = Int(parts[1]), line > 0 else { return nil }
        return (String(parts[0]), line)
    }
}

@available(*, unavailable)
extension Session: Sendable {}
