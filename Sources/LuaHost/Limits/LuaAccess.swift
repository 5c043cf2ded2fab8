/// What an engine's scripts may reach outside of Lua.
///
/// Whatever opens a file or talks to a server asks here first.
public struct LuaAccess: Sendable {
    /// What a file is used for.
    public enum FileUse: Sendable { case reading, writing }

    /// The profile that the engine was opened with.
    public let profile: LuaProfile

    private let roots: [String]
    private let servers: [LuaServerName]

    init(_ options: LuaEngine.Options) {
        profile = options.profile
        roots = options.profile == .project ? options.fileRoots.compactMap(LuaPath.resolved) : []
        servers = options.profile == .project ? options.allowedServers.compactMap(LuaServerName.init) : []
    }

    /// Throws `forbidden` unless a script may use the file or folder.
    ///
    /// Links and `..` are followed first, also those of a file that is not there yet.
    public func checkFile(_ path: String, for use: FileUse) throws(LuaError) {
        if path.utf8.contains(0) {
            throw LuaError(code: "bad_argument", "the path '\(path.prefix { $0 != "\0" })' goes on after a zero byte")
        }
        if profile == .full { return }
        guard profile == .project else {
            throw Self.forbidden("\(path): files are not available under the profile 'pure'")
        }
        guard let resolved = LuaPath.resolved(path), roots.contains(where: { LuaPath.isInside(resolved, $0) }) else {
            let verb = use == .reading ? "read" : "written"
            throw Self.forbidden(
                "\(path): only files below \(roots.joined(separator: ", ")) may be \(verb) under the profile 'project'"
            )
        }
    }

    /// Throws `forbidden` unless a script may talk to the server.
    ///
    /// - Parameter address: `https://host`, `host` or `host:port`; what follows the host is not looked at.
    public func checkServer(_ address: String) throws(LuaError) {
        if profile == .full { return }
        guard profile == .project else {
            throw Self.forbidden("\(address): no server can be reached under the profile 'pure'")
        }
        guard let name = LuaServerName(address), servers.contains(where: { $0.allows(name) }) else {
            throw Self.forbidden("\(address): this server is not among those that the profile 'project' was given")
        }
    }

    private static func forbidden(_ message: String) -> LuaError { LuaError(code: "forbidden", message) }
}

/// Scheme, host and port of an address, as far as they are given.
struct LuaServerName {
    let scheme: String?
    let host: String
    let port: String?

    /// Nil for what names no host.
    init?(_ address: String) {
        var rest = address[...]
        var scheme: String?
        if let mark = address.firstRange(of: "://") {
            scheme = address[..<mark.lowerBound].lowercased()
            rest = address[mark.upperBound...]
        }
        rest = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" && $0 != "\\" }
        // What comes before an @ is a name and a password, and may look like a host.
        if let at = rest.lastIndex(of: "@") { rest = rest[rest.index(after: at)...] }
        let end = rest.hasPrefix("[") ? rest.firstIndex(of: "]").map { rest.index(after: $0) } : nil
        let colon = rest[(end ?? rest.startIndex)...].firstIndex(of: ":")
        let host = rest[..<(colon ?? rest.endIndex)].lowercased()
        guard !host.isEmpty, host.utf8.allSatisfy({ $0 > 32 && $0 < 127 }) else { return nil }
        self.scheme = scheme
        self.host = host
        port = colon.map { String(rest[rest.index(after: $0)...]) } ?? scheme.flatMap { Self.usualPorts[$0] }
    }

    private static let usualPorts = ["http": "80", "https": "443"]

    /// Whether the other address is this server; what this name leaves open may be anything.
    func allows(_ other: LuaServerName) -> Bool {
        host == other.host && (scheme == nil || scheme == other.scheme) && (port == nil || port == other.port)
    }
}

extension LuaCall {
    /// A path that the engine's scripts may use so.
    ///
    /// Every function that takes a path reads it with this, so that no file is used past the profile.
    public func path(_ index: Int, _ name: String, for use: LuaAccess.FileUse) throws(LuaError) -> String {
        let path = try string(index, name)
        try engine.access.checkFile(path, for: use)
        return path
    }

    /// The same, or nil when the argument is absent.
    public func optionalPath(_ index: Int, _ name: String, for use: LuaAccess.FileUse) throws(LuaError) -> String? {
        isAbsent(index) ? nil : try path(index, name, for: use)
    }
}
