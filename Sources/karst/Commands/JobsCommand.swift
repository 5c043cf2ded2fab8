import ArgumentParser
import Karst

/// `karst jobs`.
struct JobsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "jobs",
        abstract: "Looks into the folder of a 'karst fetch'.",
        subcommands: [Status.self, Why.self, RetryFailed.self]
    )

    private static func library(_ function: String) -> LibraryCommand {
        LibraryCommand(module: "karst.job_commands", function: function)
    }

    /// `karst jobs status`.
    struct Status: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "How many ids have which status, and what the files of the folder are."
        )

        @Argument(help: ArgumentHelp("The folder.", valueName: "dir"), completion: .directory)
        var folder: String

        @Flag(help: "Print a JSON object.")
        var json = false

        func run() throws {
            var options = LibraryOptions()
            options.set("out", folder)
            options.set("json", json)
            try JobsCommand.library("status").run(options)
        }
    }

    /// `karst jobs why`.
    struct Why: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "What became of one id, and every step that was taken for it."
        )

        @Argument(help: ArgumentHelp("The root id.", valueName: "id"))
        var id: String

        @Argument(help: ArgumentHelp("The folder.", valueName: "dir"), completion: .directory)
        var folder: String

        @Flag(help: "Print a JSON object.")
        var json = false

        func run() throws {
            var options = LibraryOptions()
            options.set("id", id)
            options.set("out", folder)
            options.set("json", json)
            try JobsCommand.library("why").run(options)
        }
    }

    /// `karst jobs retry-failed`.
    struct RetryFailed: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "retry-failed",
            abstract: "Has failed ids tried again by the next 'karst fetch' on the folder; prints them."
        )

        @Argument(help: ArgumentHelp("The folder.", valueName: "dir"), completion: .directory)
        var folder: String

        func run() throws {
            var options = LibraryOptions()
            options.set("out", folder)
            try JobsCommand.library("retry_failed").run(options)
        }
    }
}
