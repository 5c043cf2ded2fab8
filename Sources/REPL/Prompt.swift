import Glibc
public import LuaHost

/// An interactive session: reads entries, runs them, shows their results.
///
/// At a terminal lines can be edited and recalled, and background tasks go on while somebody types. Otherwise entries are
/// read one by one, and only results are shown.
public final class Prompt {
    /// What can be chosen about a session.
    public struct Options {
        /// A line shown first, on a terminal.
        public var banner: String?
        /// Asked after each interrupt: whether it means the end of the session.
        public var shouldStop: () -> Bool = { false }
        /// An environment variable, by its name.
        public var environment: (String) -> String? = { name in getenv(name).map { String(cString: $0) } }

        /// A session without a banner.
        public init() {}
    }

    private let engine: LuaEngine
    private let options: Options
    private let screen: Screen
    private let log: SessionLog
    private var editor: LineEditor?
    private var session: Session?

    /// A session in an engine, on standard input and output.
    public init(_ engine: LuaEngine, _ options: Options = Options()) {
        self.engine = engine
        self.options = options
        let screen = Screen(environment: options.environment)
        self.screen = screen
        // Without a terminal nobody could recall what was kept.
        let path = screen.isInteractive ? HistoryFile.path(in: options.environment) : nil
        log = SessionLog(HistoryFile(path: path)) { screen.report($0) }
    }

    /// Goes on until `:quit`, the end of input or `os.exit`, and gives the exit status.
    public func run() -> Int32 {
        do throws(LuaError) {
            let session = try Session(engine, screen, log, shouldStop: options.shouldStop)
            self.session = session
            return run(session)
        } catch {
            screen.report("\(ErrorText(error))")
            return 1
        }
    }

    private func run(_ session: Session) -> Int32 {
        let lines = openLines()
        while true {
            switch read(from: lines) {
            case .text(let entry):
                if let status = perform(entry, session) { return status }
            case .abandoned: continue
            case .exit(let status): return status
            case .end:
                if screen.isInteractive { screen.show("\n") }
                return 0
            }
        }
    }

    /// Does an entry, and what that makes of it; a status ends the session.
    private func perform(_ entry: String, _ session: Session) -> Int32? {
        var next = entry
        while true {
            if next.contains(where: { !$0.isWhitespace }), let editor, log.save(next) { editor.addHistory(next) }
            switch session.perform(next) {
            case .next: return nil
            case .end(let status): return status
            case .again(let text):
                screen.write(prompt(isFirst: true) + text.replacing("\n", with: "\n" + prompt(isFirst: false)) + "\n")
                next = text
            }
        }
    }

    // MARK: Reading

    private func openLines() -> any LineSource {
        guard screen.isInteractive else { return PlainLines(engine, shouldStop: options.shouldStop) }
        if let banner = options.banner { screen.show("\(banner)  (:help, Ctrl-D ends)\n") }
        let editor = LineEditor(engine, screen, history: log.earlier, shouldStop: options.shouldStop) {
            [unowned self] line in completion(of: line)
        }
        self.editor = editor
        return editor
    }

    /// One entry, which may have several lines; two empty ones in a row give it up.
    private func read(from lines: any LineSource) -> Line {
        var entry = ""
        var emptyLines = 0
        while true {
            let line = lines.next(prompt(isFirst: entry.isEmpty))
            guard case .text(let text) = line else {
                return line == .end && !entry.isEmpty ? .text(entry) : line
            }
            emptyLines = text.isEmpty ? emptyLines + 1 : 0
            entry += (entry.isEmpty ? "" : "\n") + text
            guard CommandCall(entry) == nil, needsMore(entry) else { return .text(entry) }
            if screen.isInteractive, emptyLines == 2 {
                screen.report("the entry was not finished and is given up")
                return .abandoned
            }
        }
    }

    private func needsMore(_ entry: String) -> Bool {
        if case .incomplete = Entry.read(entry, chunk: "=entry", engine) { true } else { false }
    }

    /// `_PROMPT` and `_PROMPT2`, as in `lua`, when they are texts.
    private func prompt(isFirst: Bool) -> String {
        if case .string(let text)? = try? engine.global(isFirst ? "_PROMPT" : "_PROMPT2") { return text.description }
        return isFirst ? "> " : ">> "
    }

    private func completion(of line: String) -> Completion {
        guard let values = try? session?.library.call("complete", .text(line)),
            case .integer(let replaced)? = values.first
        else { return Completion() }
        return Completion(candidates: values.dropFirst().compactMap(\.text), replaced: Int(replaced))
    }
}

@available(*, unavailable)
extension Prompt: Sendable {}

@available(*, unavailable)
extension Prompt.Options: Sendable {}
