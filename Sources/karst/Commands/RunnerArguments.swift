import ArgumentParser

/// The runner's options, for help texts, completion and man pages.
///
/// They are read by `RunnerOptions`, in the order in which they stand, as `lua` reads its own.
struct RunnerArguments: ParsableArguments {
    @Option(name: .customShort("e"), help: ArgumentHelp("Run a text.", valueName: "stat"))
    var executed: [String] = []

    @Option(
        name: .customShort("p"),
        help: ArgumentHelp("Print the results of an expression, as the prompt does.", valueName: "expr")
    )
    var printed: [String] = []

    @Option(
        name: .customShort("l"),
        help: ArgumentHelp("Require a module into the global of its name, or into g with g=mod.", valueName: "mod")
    )
    var required: [String] = []

    @Flag(name: .customShort("i"), help: "Open a prompt after the script.")
    var interactive = false

    @Flag(name: .customShort("v"), help: "Show the version.")
    var showsVersion = false

    @Flag(name: .customShort("E"), help: "Ignore LUA_INIT, LUA_PATH and LUA_CPATH.")
    var ignoresEnvironment = false

    @Flag(name: .customShort("W"), help: "Turn warnings on.")
    var warns = false

    @Flag(help: "Compile the scripts that follow, and run nothing.")
    var check = false

    @Flag(help: "Print the results of -p as JSON.")
    var json = false

    @Option(
        help: ArgumentHelp("What scripts may reach: full, project or pure.", valueName: "profile"),
        completion: .list(["full", "project", "pure"])
    )
    var profile = "full"

    @Option(
        help: ArgumentHelp("Under the profile project: files below it may be used.", valueName: "dir"),
        completion: .directory
    )
    var root: [String] = []

    @Option(help: ArgumentHelp("Under the profile project: it may be reached.", valueName: "host"))
    var server: [String] = []

    @Option(help: ArgumentHelp("How much memory scripts may use, such as 512M.", valueName: "size"))
    var memory: String?

    @Option(help: ArgumentHelp("How long scripts may take: seconds, or a time such as 10min.", valueName: "time"))
    var timeout: String?

    @Option(
        name: .customLong("color"),
        help: ArgumentHelp("Colour: always, never or auto.", valueName: "when"),
        completion: .list(["always", "never", "auto"])
    )
    var colour = "auto"

    @Flag(name: .customLong("no-rc"), help: "Open the prompt without the user's init.lua.")
    var noStartupFile = false

    @Flag(
        name: .customLong("trace-http"),
        help: "Write a line for each exchange with a server, without secrets; --trace-http=FILE into a file."
    )
    var tracesHTTP = false
}

/// `karst` as a whole, with the runner's options: what completion and man pages are made of.
struct DocumentedCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "karst",
        abstract: KarstCommand.configuration.abstract,
        discussion: """
            Without a script, karst opens a prompt on a terminal, and otherwise runs standard input. A first word that is \
            a command is one. Exit status: 0 done, 1 failed, 2 wrong use, 3 some items can be tried again, 4 some items \
            failed for good, 124 deadline, 128 + n ended by signal n.
            """,
        version: Version.details,
        subcommands: KarstCommand.configuration.subcommands
    )

    @OptionGroup var arguments: RunnerArguments
}
