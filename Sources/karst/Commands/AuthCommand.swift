import ArgumentParser
import SkeletonClient
import SkeletonModel

/// `karst auth`.
struct AuthCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "auth",
        abstract: "Says where a token was looked for, and how to get one; never prints it.",
        discussion: """
            Prints a line for each place in the order of the search: its name, what was found, the file and its \
            permissions. With --save a token is read from standard input and put where this and Python's client find it. \
            Status 1 when there is no token.
            """
    )

    @OptionGroup var place: ServerOptions

    @Flag(help: "Read a token from standard input and save it.")
    var save = false

    @Flag(help: "With --save: replace a token that is there.")
    var overwrite = false

    @Flag(help: "Print JSON lines.")
    var json = false

    func validate() throws {
        if overwrite, !save { throw ValidationError("--overwrite goes with --save") }
    }

    func run() throws {
        let client = try place.client()
        if save { return try save(client) }
        for place in client.credentials.search.places { Self.row(place).write(asJSON: json) }
        guard !client.credentials.hasToken else { return }
        Console.report(Self.advice(client.serverAddress))
        throw CommandStatus(ExitStatus.failure)
    }

    private static func row(_ place: TokenSearch.Place) -> Row {
        Row([
            "place": .string(place.name), "finding": .string(place.finding.rawValue),
            "path": place.path.map(JSONValue.string) ?? .null,
            "permissions": place.permissions.map(JSONValue.string) ?? .null,
            "open_to_others": .boolean(place.isOpenToOthers),
        ])
    }

    private func save(_ client: ServiceClient) throws {
        var saving = Credentials.Saving()
        saving.overwrites = overwrite
        let text = readLine() ?? ""
        for file in try client.credentials.save(text, saving) {
            Row(["saved": .string(file)]).write(asJSON: json)
        }
    }

    /// Creating a token ends the life of the one before, so the list of tokens comes first.
    static func advice(_ server: String) -> String {
        """
        no token was found for \(server). To get one:
          your tokens:  \(server)/sticky_auth/settings/tokens
          a new one:    \(server)/auth/api/v1/create_token  (ends the validity of the one before)
          save it with: karst auth --save  (and paste it), or set CAVE_TOKEN
        """
    }
}
