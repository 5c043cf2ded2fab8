import ArgumentParser

/// The subcommands.
struct KarstCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "karst",
        abstract: "CAVE neuron skeletons, in Lua.",
        version: Version.details,
        subcommands: [
            AuthCommand.self, CacheCommand.self, CompletionsCommand.self, DemoCommand.self, DoctorCommand.self,
            FetchCommand.self,
            ImportCommand.self, InitCommand.self, JobsCommand.self, QueueCommand.self, RunCommand.self,
            SWCCommand.self, ServeCommand.self, SkeletonizeCommand.self, SynthCommand.self, WorkerCommand.self,
        ]
    )

    /// The help text of the subcommand that the words lead to, as far as they do.
    static func helpText(of words: [String]) -> String {
        var command: any ParsableCommand.Type = KarstCommand.self
        for word in words {
            let next = command.configuration.subcommands.first { $0.configuration.commandName == word }
            guard let next else { break }
            command = next
        }
        return helpMessage(for: command)
    }

    /// The first words that are subcommands.
    static var subcommandNames: Set<String> {
        Set(configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"])
    }
}

/// How a subcommand ends when it has said all there is to say.
struct CommandStatus: Error {
    let value: Int32

    init(_ value: Int32) {
        self.value = value
    }
}
