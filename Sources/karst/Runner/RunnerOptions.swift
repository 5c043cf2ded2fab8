/// What `karst` was asked to run, in the words of `lua`'s own command line.
struct RunnerOptions: Equatable, Sendable {
    /// One of the options that act in the order in which they were given.
    enum Action: Equatable, Sendable {
        case execute(String)
        case require(module: String, global: String)
        case warningsOn
    }

    /// Where the main chunk comes from.
    enum Script: Equatable, Sendable {
        case file(String)
        case standardInput
    }

    var actions: [Action] = []
    var isInteractive = false
    var showsVersion = false
    var ignoresEnvironment = false
    var script: Script?
    /// Where each exchange with a server is written: a file, or nil with `tracesHTTP` for standard error.
    var traceFile: String?
    var tracesHTTP = false
    /// The position of the script in the command line, or of its end: what counts as 0 in `arg`.
    var scriptIndex = 0

    /// Whether some `-e` was given, after which no prompt is opened.
    var executes: Bool {
        actions.contains { if case .execute = $0 { true } else { false } }
    }
}

/// A command line that makes no sense.
struct UsageError: Error, Equatable, CustomStringConvertible {
    let description: String
}

extension RunnerOptions {
    /// Reads a whole command line, the program's own name first, of which `skipped` words come before the options.
    init(parsing words: [String], after skipped: Int = 0) throws(UsageError) {
        var index = 1 + skipped
        loop: while index < words.count {
            let word = words[index]
            guard word.utf8.first == UInt8(ascii: "-") else { break }
            switch word {
            case "-": break loop
            case "--":
                index += 1
                break loop
            case "-E": ignoresEnvironment = true
            case "-W": actions.append(.warningsOn)
            case "-v": showsVersion = true
            case "--trace-http": tracesHTTP = true
            case _ where word.hasPrefix("--trace-http="):
                tracesHTTP = true
                traceFile = String(word.dropFirst("--trace-http=".count))
            case "-i":
                isInteractive = true
            default: try addAction(words, &index)
            }
            index += 1
        }
        scriptIndex = index
        if index < words.count { script = words[index] == "-" ? .standardInput : .file(words[index]) }
    }

    /// `-e` and `-l`, whose argument may be attached or follow.
    private mutating func addAction(_ words: [String], _ index: inout Int) throws(UsageError) {
        let word = words[index]
        let letter = word.prefix(2)
        guard letter == "-e" || letter == "-l" else {
            throw UsageError(description: "unrecognized option '\(word)'")
        }
        var argument = String(word.dropFirst(2))
        if argument.isEmpty {
            index += 1
            guard index < words.count, words[index].utf8.first != UInt8(ascii: "-") else {
                throw UsageError(description: "'\(letter)' needs argument")
            }
            argument = words[index]
        }
        actions.append(letter == "-e" ? .execute(argument) : .requiring(argument))
    }
}

extension RunnerOptions.Action {
    /// `mod`, or `g=mod` for another name of the global.
    static func requiring(_ argument: String) -> RunnerOptions.Action {
        if let equals = argument.firstIndex(of: "=") {
            return .require(
                module: String(argument[argument.index(after: equals)...]),
                global: String(argument[..<equals])
            )
        }
        return .require(module: argument, global: argument)
    }
}
