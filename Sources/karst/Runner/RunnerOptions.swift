/// What `karst` was asked to run, in the words of `lua`'s own command line.
struct RunnerOptions: Equatable, Sendable {
    /// One of the options that act in the order in which they were given.
    enum Action: Equatable, Sendable {
        case execute(String)
        /// The results of an expression go to standard output.
        case show(String)
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
    /// What scripts may reach and use up.
    var limits = RunnerLimits()
    /// Results of `-p` as JSON.
    var printsJSON = false
    var colour = ColourChoice.automatic
    /// Compiles and runs nothing.
    var checksOnly = false
    /// Whether the prompt begins with the user's own start-up file.
    var readsStartupFile = true
    /// The position of the script in the command line, or of its end: what counts as 0 in `arg`.
    var scriptIndex = 0

    /// Whether some `-e` or `-p` was given, after which no prompt is opened.
    var executes: Bool {
        actions.contains {
            switch $0 {
            case .execute, .show: true
            case .require, .warningsOn: false
            }
        }
    }
}

/// A command line that makes no sense.
struct UsageError: Error, Equatable, CustomStringConvertible {
    let description: String
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
