import SkeletonAPI
import SkeletonModel

/// Looks for a token where caveclient does, and remembers where it looked.
///
/// In this order: the argument; the environment variable `CAVE_TOKEN`, which is ours; the file that was named or else the
/// server's own or, where there is none, the shared one; the legacy file.
public struct TokenSearch: Sendable {
    /// One place where a token may be.
    public struct Place: Sendable, Hashable {
        /// What was found there.
        public enum Finding: String, Sendable {
            /// A token, which is used.
            case used
            /// A token, but an earlier place had one.
            case found
            /// Nothing.
            case absent
            /// A file that is not a JSON object.
            case unreadable
            /// A file without the key.
            case noKey = "no_key"
            /// Something that cannot be a token.
            case malformed
            /// Not looked at, because another place takes precedence.
            case skipped
        }

        /// What kind of place it is: `argument`, `environment`, `file`, `server_file`, `shared_file`, `legacy_file`.
        public let name: String
        /// The file, when it is one.
        public let path: String?
        /// What was found.
        public var finding: Finding
        /// The file's permissions as `chmod` takes them, when it is there.
        public let permissions: String?
        /// Whether others than the owner can read the file.
        public let isOpenToOthers: Bool
    }

    /// Every place in the order of the search.
    public private(set) var places: [Place] = []
    private(set) var token: Token?

    /// Whether a token was found.
    public var hasToken: Bool { token != nil }

    /// Searches.
    public init(
        server: String,
        token: String? = nil,
        file: String? = nil,
        key: String = "token",
        environment: [String: String]
    ) {
        let secrets = Secrets(environment: environment)
        if let token { take("argument", token) }
        if let token = environment["CAVE_TOKEN"], !token.isEmpty {
            take("environment", token)
        } else {
            add("environment", .absent)
        }
        if let file {
            take("file", path: Paths.expanded(file, environment), key: key)
        } else {
            takeFiles(secrets, server: server, key: key)
        }
        take("legacy_file", path: secrets.legacyFile, key: key)
    }

    /// The server's own file keeps the shared one from being read, even when it holds no token.
    private mutating func takeFiles(_ secrets: Secrets, server: String, key: String) {
        let serverFile = secrets.serverFile(server)
        if let serverFile { take("server_file", path: serverFile, key: key) }
        if let serverFile, Paths.isFile(serverFile) {
            add("shared_file", .skipped, path: secrets.sharedFile)
        } else {
            take("shared_file", path: secrets.sharedFile, key: key)
        }
    }

    private mutating func take(_ name: String, _ text: String, path: String? = nil) {
        guard let found = Token(text) else { return add(name, .malformed, path: path) }
        add(name, token == nil ? .used : .found, path: path)
        if token == nil { token = found }
    }

    private mutating func take(_ name: String, path: String, key: String) {
        guard Paths.isFile(path) else { return add(name, .absent, path: path) }
        guard let object = Secrets.object(path) else { return add(name, .unreadable, path: path) }
        switch object[key] {
        case .string(let text): take(name, text, path: path)
        case nil, .null: add(name, .noKey, path: path)
        default: add(name, .malformed, path: path)
        }
    }

    private mutating func add(_ name: String, _ finding: Place.Finding, path: String? = nil) {
        let mode = path.flatMap(Paths.mode).map { $0 & 0o777 }
        places.append(
            Place(
                name: name,
                path: path,
                finding: finding,
                permissions: mode.map { String($0, radix: 8) },
                isOpenToOthers: (mode ?? 0) & 0o077 != 0
            )
        )
    }
}
