public import SkeletonAPI
import Synchronization

/// A client's token: where it is from, and how another is put in its place.
public final class Credentials: Sendable {
    /// How a token is saved; the defaults are caveclient's.
    public struct Saving: Sendable {
        /// The token's name in its files.
        public var key = "token"
        /// Whether another token may be replaced.
        public var overwrites = false
        /// The file; nil for the one that tokens are read from.
        public var file: String?
        /// Whether the server's own file is written as well.
        public var writesServerFile = true
        /// Whether the client uses the token from now on.
        public var switches = true

        /// The defaults.
        public init() {}
    }

    private let server: ServerAddress
    private let environment: [String: String]
    private let state: Mutex<TokenSearch>

    init(server: ServerAddress, _ options: ServiceClient.Options) {
        (self.server, environment) = (server, options.environment)
        state = Mutex(
            TokenSearch(
                server: server.description,
                token: options.token,
                file: options.tokenFile,
                key: options.tokenKey,
                environment: options.environment
            )
        )
    }

    /// Where a token was looked for, and what was found.
    public var search: TokenSearch { state.withLock(\.self) }

    /// Whether there is a token.
    public var hasToken: Bool { search.hasToken }

    var token: Token? { search.token }

    /// The file that the token is from, or `argument` or `CAVE_TOKEN`; nil without a token.
    public var location: String? {
        guard let place = search.places.first(where: { $0.finding == .used }) else { return nil }
        return place.path ?? (place.name == "environment" ? "CAVE_TOKEN" : place.name)
    }

    /// Saves a token, readable by its owner alone.
    ///
    /// - Returns: The files that now hold it.
    public func save(_ text: String, _ saving: Saving = Saving()) throws(ServiceError) -> [String] {
        guard let token = Token(text) else {
            throw .request(
                RequestFailure(
                    .invalidToken,
                    url: server.description,
                    message: "a token has visible characters without blanks in it"
                )
            )
        }
        let secrets = Secrets(environment: environment)
        let serverFile = secrets.serverFile(server.description)
        let usual = serverFile.flatMap { Paths.isFile($0) ? $0 : nil } ?? secrets.sharedFile
        var files = [saving.file.map { Paths.expanded($0, environment) } ?? usual]
        if saving.writesServerFile, let serverFile { files.insert(serverFile, at: 0) }
        files = files.unique
        for file in files { try secrets.save(token, key: saving.key, in: file, overwrite: saving.overwrites) }
        if saving.switches {
            let file = files[files.count - 1]
            let search = TokenSearch(
                server: server.description,
                file: file,
                key: saving.key,
                environment: environment.filter { $0.key != "CAVE_TOKEN" }
            )
            state.withLock { $0 = search }
        }
        return files
    }
}
