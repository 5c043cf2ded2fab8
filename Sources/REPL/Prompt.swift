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
    private let isTerminal: Bool
    private var history: HistoryFile
    private var lastSaved: String?
    private var editor: LineEditor?
    private var library: SessionLibrary?
    private var entryNumber = 0
    private var warnedOfLocals = false

    /// A session in an engine, on standard input and output.
    public init(_ engine: LuaEngine, _ options: Options = Options()) {
        self.engine = engine
        self.options = options
        isTerminal = isatty(STDIN_FILENO) != 0
        history = HistoryFile(path: HistoryFile.path(in: options.environment))
    }

    /// Goes on until `:quit`, the end of input or `os.exit`, and gives the exit status.
    public func run() -> Int32 {
        do {
            library = try SessionLibrary(engine)
        } catch {
            report("\(ErrorText(error))")
            return 1
        }
        let lines = openLines()
        while true {
            switch read(from: lines) {
            case .text(let entry):
                if let status = perform(entry) { return status }
            case .abandoned: continue
            case .exit(let status): return status
            case .end:
                if isTerminal { show("\n") }
                return 0
            }
        }
    }

    // MARK: Reading

    private func openLines() -> any LineSource {
        guard isTerminal else { return PlainLines(engine, shouldStop: options.shouldStop) }
        if let banner = options.banner { show("\(banner)  (:help, Ctrl-D ends)\n") }
        let term = options.environment("TERM")
        let entries = history.entries()
        lastSaved = entries.last
        let editor = LineEditor(
            engine,
            isPlain: term == nil || term == "dumb",
            history: entries,
            shouldStop: options.shouldStop
        ) { [unowned self] line in completion(of: line) }
        try? history.trim()
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
            guard !isCommand(entry), needsMore(entry) else { return .text(entry) }
            if isTerminal, emptyLines == 2 {
                report("the entry was not finished and is given up")
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
        guard let library, !isCommand(line), let values = try? engine.call(library.complete, [.text(line)]),
            case .integer(let replaced)? = values.first
        else { return Completion() }
        let candidates = values.dropFirst().compactMap { value in
            if case .string(let text) = value { text.text } else { nil }
        }
        return Completion(candidates: candidates, replaced: Int(replaced))
    }

    // MARK: Running

    private func isCommand(_ entry: String) -> Bool {
        entry.hasPrefix(":") && !entry.hasPrefix("::")
    }

    /// Does what the entry says; a status ends the session.
    private func perform(_ entry: String) -> Int32? {
        guard entry.contains(where: { !$0.isWhitespace }) else { return nil }
        save(entry)
        if isCommand(entry) { return command(entry) }
        entryNumber += 1
        switch Entry.read(entry, chunk: "=[\(entryNumber)]", engine) {
        case .complete(let function, let isExpression):
            warnOfLocals(entry)
            return run(function, isExpression)
        case .incomplete: report("error: the entry ends too early")
        case .wrong(let error): report("\(ErrorText(error))")
        }
        return nil
    }

    private func run(_ function: LuaReference, _ isExpression: Bool) -> Int32? {
        guard let library else { return 1 }
        let arguments: [LuaValue] = [
            .reference(function), .boolean(isExpression), .boolean(usesColour), .integer(Int64(width)),
        ]
        do {
            _ = try engine.run(library.run, arguments, awaitingTasks: false)
        } catch {
            if error.isExit, case .integer(let status)? = error.details["status"] {
                return Int32(truncatingIfNeeded: status)
            }
            report(error.isInterrupt ? "interrupted" : "\(ErrorText(error))")
            if options.shouldStop() { return 0 }
        }
        fflush(nil)
        return nil
    }

    private func warnOfLocals(_ entry: String) {
        guard isTerminal, !warnedOfLocals, EntryTokens.declaresTopLevelLocal(entry) else { return }
        warnedOfLocals = true
        report("note: a local ends with its entry; leave out 'local' to use the name in the next one")
    }

    /// The commands of the prompt itself.
    private func command(_ entry: String) -> Int32? {
        let word = entry.dropFirst().prefix { !$0.isWhitespace }
        switch word {
        case "quit", "q": return 0
        case "help", "h": write(Self.help)
        default: report("unknown command ':\(word)' (known: :help, :quit)")
        }
        return nil
    }

    private static let help = """
        Type Lua. An expression shows its value, which is then also in _; an unfinished entry goes on in the next line.

          Tab        what may follow: names, fields, methods (after a colon)
          Up, Ctrl-R earlier entries
          Ctrl-C     gives up the line, or stops what runs
          Ctrl-D     ends, as :quit does

        A first session:
          client = cave.client("demo", { server_address = "embedded" })     after 'karst demo'
          client.skeleton:get_cache_contents{ root_id_prefixes = { "8646" } }
          sk = client.skeleton:get_skeleton(id)
          sk:measure()
          sk:write("cell.swc")

        """

    // MARK: Around

    private func save(_ entry: String) {
        guard let editor, HistoryFile.keeps(entry), entry != lastSaved else { return }
        lastSaved = entry
        editor.addHistory(entry)
        do {
            try history.append(entry, at: time(nil))
        } catch {
            report("\(error)")
            history = HistoryFile(path: nil)
        }
    }

    private var usesColour: Bool {
        guard isatty(STDOUT_FILENO) != 0, let term = options.environment("TERM"), term != "dumb" else { return false }
        return (options.environment("NO_COLOR") ?? "").isEmpty
    }

    private var width: Int {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    /// What only a person wants to see; results in a file stay alone.
    private func show(_ text: String) {
        if isatty(STDOUT_FILENO) != 0 { write(text) }
    }

    private func write(_ text: String) {
        print(text, terminator: "")
        fflush(nil)
    }

    private func report(_ text: String) {
        fflush(nil)
        var bytes = Array((text + "\n").utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
            guard count > 0 else { return }
            bytes = bytes.dropFirst(count)
        }
    }
}

@available(*, unavailable)
extension Prompt: Sendable {}

@available(*, unavailable)
extension Prompt.Options: Sendable {}
