import LuaHost

/// One of the commands that begin with a colon.
///
/// A new one is an entry in one of the files in `Commands`, and its name in `all`.
struct PromptCommand: Sendable {
    /// What stands behind a command's name.
    enum Argument: String {
        case none, lua, topic, file, module, setting
    }

    /// What it is called by, the usual name first.
    let names: [String]
    /// How its arguments are written.
    let usage: String
    /// What completes its arguments.
    let argument: Argument
    /// One line.
    let summary: String
    /// Does it; gets what stands behind the name, without spaces around it.
    let run: @Sendable (Session, String) throws(LuaError) -> Session.Outcome

    init(
        _ names: String...,
        usage: String = "",
        argument: Argument = .none,
        summary: String,
        run: @escaping @Sendable (Session, String) throws(LuaError) -> Session.Outcome
    ) {
        (self.names, self.usage, self.argument, self.summary, self.run) = (names, usage, argument, summary, run)
    }

    /// Every command, in the order in which `:help` lists them.
    static let all: [PromptCommand] = [
        .help, .doc, .type, .methods, .source, .full, .time, .load, .reload, .edit, .history, .save, .set, .tasks,
        .cancel,
        .mem, .trace, .quit,
    ]

    /// What completion is told of them: the argument by the name.
    static var completions: LuaTable {
        LuaTable(fields: all.map { ($0.names[0], .text($0.argument.rawValue)) })
    }

    static func named(_ name: String) -> PromptCommand? {
        all.first { $0.names.contains(name) }
    }

    /// The same, raising when its argument is missing.
    static func required(_ argument: String, _ what: String) throws(LuaError) -> String {
        guard !argument.isEmpty else { throw LuaError(code: "bad_argument", "say \(what)") }
        return argument
    }
}

/// An entry that calls a command: `:name argument`, `name?` or `name??`.
struct CommandCall: Equatable {
    let name: String
    let argument: String

    /// Nil when the entry is Lua.
    init?(_ entry: String) {
        let text = entry.trimmed
        if text.hasPrefix(":"), !text.hasPrefix("::") {
            let word = text.dropFirst().prefix { !$0.isWhitespace }
            name = String(word)
            argument = String(text.dropFirst(word.count + 1)).trimmed
            return
        }
        guard text.hasSuffix("?"), !text.contains("\n") else { return nil }
        var path = text
        while path.last == "?" { path.removeLast() }
        path = path.trimmed
        guard !path.isEmpty, path.allSatisfy(Self.isPathCharacter) else { return nil }
        name = text.hasSuffix("??") ? "source" : "doc"
        argument = path
    }

    private static func isPathCharacter(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber || "_.:".contains(character))
    }
}
