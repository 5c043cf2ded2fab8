import FoundationEssentials
import SkeletonAPI
import SkeletonModel

/// caveclient's folder of tokens and of the map from datastacks to servers.
public struct Secrets: Sendable {
    /// `~/.cloudvolume/secrets`.
    public let folder: String

    /// The folder of the user that the environment names.
    public init(environment: [String: String]) { folder = Paths.home(environment) + "/.cloudvolume/secrets" }

    /// The token file of one server: `HOST[:PORT]-cave-secret.json`.
    public func serverFile(_ address: String) -> String? {
        ServerAddress(address).map { "\(folder)/\($0.netloc)-cave-secret.json" }
    }

    /// The token file of all servers that have none of their own.
    public var sharedFile: String { folder + "/cave-secret.json" }

    /// What caveclient's predecessor wrote.
    public var legacyFile: String { folder + "/chunkedgraph-secret.json" }

    /// Which server each datastack is on, as earlier clients have noted.
    public var mapFile: String { folder + "/cave_datastack_to_server_map.json" }

    /// The server that was noted for a datastack; a map that cannot be read counts as empty.
    public func server(of datastack: String) -> String? {
        Self.object(mapFile)?[datastack]?.stringValue
    }

    /// Notes the server of a datastack for all clients that name none, also Python's.
    func note(server: String, of datastack: String) throws(ServiceError) {
        var map = Self.object(mapFile) ?? [:]
        guard map[datastack]?.stringValue != server else { return }
        map[datastack] = .string(server)
        try write(map, to: mapFile, mode: 0o666)
    }

    /// Puts a token into a file of the folder, which only its owner can read.
    ///
    /// - Throws: When the file holds another token and `overwrite` is false.
    func save(_ token: Token, key: String, in path: String, overwrite: Bool) throws(ServiceError) {
        var secrets: JSONObject = [:]
        if Paths.isFile(path) {
            guard let present = Self.object(path) else {
                throw .storage(path: path, problem: "not a JSON object; put it aside or mend it")
            }
            secrets = present
        }
        if secrets[key]?.stringValue == token.value { return }
        if secrets[key] != nil, !overwrite {
            throw .storage(path: path, problem: "it holds another token under '\(key)' (overwrite = true replaces it)")
        }
        secrets[key] = .string(token.value)
        try write(secrets, to: path, mode: 0o600)
    }

    static func object(_ path: String) -> JSONObject? {
        guard let bytes = try? AtomicFile.read(path), case .object(let object)? = try? JSONValue.parse(bytes) else {
            return nil
        }
        return object
    }

    private func write(_ object: JSONObject, to path: String, mode: Int) throws(ServiceError) {
        try Paths.makeFolder(String(path.prefix(upTo: path.lastIndex(of: "/") ?? path.startIndex)), mode: 0o700)
        do {
            // AtomicFile keeps the permissions of a file that is there: a new one is made closed before it is filled.
            if !Paths.isFile(path) { try Paths.createEmpty(path, mode: mode) }
            try AtomicFile.write(JSONValue.object(object).text(), to: path)
        } catch let error as FileError {
            throw .storage(path: path, problem: "\(error)")
        } catch let error as ServiceError {
            throw error
        } catch {
            throw .storage(path: path, problem: "cannot be written")
        }
    }
}
