import ArgumentParser

/// `karst run`, for its help text: the words themselves are read as those of `karst`.
struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Runs a script, even one whose name is a command's.",
        discussion: "Takes the same options as 'karst' itself, then the script and its arguments."
    )

    @Argument(parsing: .captureForPassthrough, help: "Options, the script and its arguments.")
    var words: [String] = []
}
