import ArgumentParser
import SkeletonClient

/// Which server a command is about.
struct ServerOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The server (default: the one noted for the datastack, else the global one).",
            valueName: "url"
        )
    )
    var server: String?

    @Option(help: ArgumentHelp("The datastack.", valueName: "name"))
    var datastack: String?

    /// A client of the server; it asks nothing yet.
    func client(offline: Bool = false) throws -> ServiceClient {
        var options = ServiceClient.Options()
        options.serverAddress = server
        options.isOffline = offline
        return try ServiceClient(datastack: datastack ?? "", options)
    }
}
