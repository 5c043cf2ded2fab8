import ArgumentParser

/// `karst completions`.
struct CompletionsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "completions",
        abstract: "Prints what a shell needs to complete karst's command lines.",
        discussion: """
            bash: karst completions bash > ~/.local/share/bash-completion/completions/karst
            zsh:  karst completions zsh > ~/.zfunc/_karst   (with ~/.zfunc in fpath, before compinit)
            fish: karst completions fish > ~/.config/fish/completions/karst.fish
            """
    )

    /// The shells.
    enum Shell: String, ExpressibleByArgument, CaseIterable {
        case bash, zsh, fish

        var completionShell: CompletionShell {
            switch self {
            case .bash: .bash
            case .zsh: .zsh
            case .fish: .fish
            }
        }
    }

    @Argument(help: "bash, zsh or fish.")
    var shell: Shell

    func run() {
        Console.write(Self.offeringScripts(DocumentedCommand.completionScript(for: shell.completionShell)) + "\n")
    }

    /// The first word may be a script too; what the argument parser makes offers only commands there.
    ///
    /// fish offers files by itself.
    private static func offeringScripts(_ script: String) -> String {
        script.replacing(
            "complete -o filenames -F _karst karst",
            with: "complete -o filenames -o default -F _karst karst"
        )
        .replacing(
            "_describe -V subcommand subcommands && ret=0\n",
            with: "_describe -V subcommand subcommands && ret=0\n        _files && ret=0\n",
            maxReplacements: 1
        )
    }
}
