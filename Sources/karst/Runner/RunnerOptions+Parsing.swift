import LuaHost

extension RunnerOptions {
    /// Reads a whole command line, the program's own name first, of which `skipped` words come before the options.
    init(parsing words: [String], after skipped: Int = 0) throws(UsageError) {
        var words = OptionWords(words, from: 1 + skipped)
        while let word = words.nextOption() {
            if word.hasPrefix("--") {
                try takeLong(word, &words)
            } else {
                try takeShort(word, &words)
            }
        }
        scriptIndex = words.index
        if let word = words.rest.first { script = word == "-" ? .standardInput : .file(word) }
        try checkCombination()
    }

    private mutating func takeShort(_ word: String, _ words: inout OptionWords) throws(UsageError) {
        switch word {
        case "-E": ignoresEnvironment = true
        case "-W": actions.append(.warningsOn)
        case "-v": showsVersion = true
        case "-i": isInteractive = true
        default:
            switch word.prefix(2) {
            case "-e": actions.append(.execute(try words.argument(attachedTo: word)))
            case "-p": actions.append(.show(try words.argument(attachedTo: word)))
            case "-l": actions.append(.requiring(try words.argument(attachedTo: word)))
            default: throw Self.unrecognized(word)
            }
        }
    }

    private mutating func takeLong(_ word: String, _ words: inout OptionWords) throws(UsageError) {
        let name = String(word.prefix { $0 != "=" })
        let value = name.utf8.count < word.utf8.count ? String(word.dropFirst(name.count + 1)) : nil
        switch name {
        case "--check" where value == nil: checksOnly = true
        case "--json" where value == nil: printsJSON = true
        case "--no-rc" where value == nil: readsStartupFile = false
        case "--color": colour = try ColourChoice(option: value)
        case "--trace-http":
            tracesHTTP = true
            traceFile = value
        case "--profile": limits.profile = try RunnerLimits.profile(words.value(of: name, value))
        case "--memory": limits.memory = try RunnerLimits.bytes(words.value(of: name, value))
        case "--timeout": limits.time = try RunnerLimits.time(words.value(of: name, value))
        case "--root": limits.roots.append(try words.value(of: name, value))
        case "--server": limits.servers.append(try words.value(of: name, value))
        default: throw Self.unrecognized(word)
        }
    }

    private func checkCombination() throws(UsageError) {
        let shows = actions.contains { if case .show = $0 { true } else { false } }
        if printsJSON, !shows { throw UsageError(description: "'--json' is for the results of '-p'") }
        if checksOnly, script == nil, !executes { throw UsageError(description: "'--check' needs a script") }
        if limits.profile != .project, !(limits.roots.isEmpty && limits.servers.isEmpty) {
            let option = limits.roots.isEmpty ? "--server" : "--root"
            throw UsageError(description: "'\(option)' is for the profile 'project' (add --profile project)")
        }
    }

    private static func unrecognized(_ word: String) -> UsageError {
        UsageError(description: "unrecognized option '\(word)'")
    }
}

/// The words of a command line, one after another.
private struct OptionWords {
    private let words: [String]
    private(set) var index: Int

    init(_ words: [String], from index: Int) {
        self.words = words
        self.index = min(index, words.count)
    }

    /// What has not been taken.
    var rest: ArraySlice<String> { words[index...] }

    /// The next word when it is an option; `--` ends them.
    mutating func nextOption() -> String? {
        guard let word = rest.first, word.utf8.first == UInt8(ascii: "-"), word != "-" else { return nil }
        index += 1
        return word == "--" ? nil : word
    }

    /// The argument of `-e` and its like, which may be attached or follow.
    mutating func argument(attachedTo word: String) throws(UsageError) -> String {
        let attached = word.dropFirst(2)
        guard attached.isEmpty else { return String(attached) }
        guard let next = rest.first, next.utf8.first != UInt8(ascii: "-") else {
            throw UsageError(description: "'\(word)' needs argument")
        }
        index += 1
        return next
    }

    /// The value of a long option, after `=` or as the next word.
    mutating func value(of name: String, _ attached: String?) throws(UsageError) -> String {
        if let attached, !attached.isEmpty { return attached }
        guard attached == nil, let next = rest.first else {
            throw UsageError(description: "'\(name)' needs argument")
        }
        index += 1
        return next
    }
}
