import ArgumentParser
import Bindings
import Glibc
import Karst

/// `karst help`: how commands are used, and the pages that `:help` shows at the prompt.
struct HelpCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "help",
        abstract: "Explains commands, and everything that scripts can use.",
        discussion: """
            'karst help' lists the topics, 'karst help start' leads from nothing to a saved skeleton, 'karst help fetch' \
            explains a command, 'karst help swc.read' a function, 'karst help refused' a status, 'karst help api' prints \
            the whole reference.
            """
    )

    @Argument(help: "A command, function, class, option, status, error code, measure, recipe or guide.")
    var topic: [String] = []

    func run() throws {
        if topic == ["api"] { return show(APIReference().manual) }
        let style = HelpStyle(
            width: min(TerminalFeatures.width(STDOUT_FILENO) ?? 80, 100),
            usesColour: TerminalFeatures.usesColour(STDOUT_FILENO)
        )
        guard let first = topic.first else { return show(Help.commandList + HelpIndex.shared.overview(style)) }
        if KarstCommand.subcommandNames.contains(first) {
            return show(KarstCommand.helpText(of: topic) + "\n")
        }
        let name = topic.joined(separator: " ")
        guard let page = HelpIndex.shared.page(name, style) else {
            throw ValidationError(Self.unknown(name))
        }
        show(page)
    }

    /// Commands are near too.
    private static func unknown(_ name: String) -> String {
        let commands = Spelling.near(name, in: KarstCommand.subcommandNames.sorted())
        guard !commands.isEmpty else { return HelpIndex.shared.unknown(name) }
        return "there is no help on '\(name)' (did you mean \(commands.joined(separator: ", "))?)"
    }

    private func show(_ text: String) {
        if !Pager.show(Array(text.utf8)) { Console.write(text) }
    }
}
