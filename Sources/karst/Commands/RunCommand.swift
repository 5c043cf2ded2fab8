import ArgumentParser

/// `karst run`, for its help text: the words themselves are read as those of `karst`.
struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Runs a script, even one whose name is a command's.",
        discussion: "Takes the same options as 'karst' itself, then the script and its arguments."
    )

    @OptionGroup var arguments: RunnerArguments

    @Argument(help: "The script and its arguments; - is standard input.", completion: .file())
    var words: [String] = []
}
