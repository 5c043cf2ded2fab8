import FoundationEssentials
import LuaHost
import SkeletonClient
import SkeletonModel

/// The options of a hosted client as scripts write them, with caveclient's names where it has them.
enum ClientOptions: Sendable {
    static let names = parameters.map(\.name)

    static let parameters = [
        LuaParameter("auth_token", "string", "The token itself.", default: "as caveclient finds it"),
        LuaParameter("auth_token_file", "string", "The file of the token.", default: "as caveclient finds it"),
        LuaParameter("auth_token_key", "string", "The key of the token in its file.", default: "\"token\""),
        LuaParameter(
            "write_server_cache",
            "boolean",
            "Notes which server the datastack is on, for Python too.",
            default: "false"
        ),
        LuaParameter("pool_maxsize", "integer", "How many connections there are at most.", default: "8"),
        LuaParameter("connect_timeout", "number", "Seconds until a connection stands.", default: "10"),
        LuaParameter("idle_timeout", "number", "Seconds without a byte.", default: "60"),
        LuaParameter(
            "generation_timeout",
            "number",
            "Seconds without a byte while a skeleton is being made.",
            default: "180"
        ),
        LuaParameter("timeout", "number", "Seconds for one attempt altogether.", default: "600"),
        LuaParameter("retry_time", "number", "Seconds for which a failed request is repeated.", default: "300"),
        LuaParameter("ca_file", "string", "Certificates to be trusted, in PEM.", default: "those of the system"),
        LuaParameter(
            "cache",
            "string|boolean",
            "The folder of the cache; false keeps nothing.",
            default: "karst in the XDG cache folder, for servers elsewhere"
        ),
        LuaParameter("cache_limit", "integer", "How many bytes the cache holds.", default: "4 GiB"),
        LuaParameter("offline", "boolean", "Answers from the cache alone.", default: "false"),
        LuaParameter("bucket_address", "string", "The server of the bucket, for tests.", default: "Google's"),
        LuaParameter(
            "trace",
            "string|function",
            "A file or a function that gets a line for each exchange.",
            default: "none"
        ),
    ]

    /// The client's options, and the script's own trace function, if it has one.
    static func read(
        _ named: NamedArguments,
        _ hooks: ClientHooks,
        _ engine: LuaEngine
    ) throws(LuaError) -> (ServiceClient.Options, TraceFunction?) {
        var options = ServiceClient.Options()
        (options.trace, options.report) = (hooks.trace, hooks.report)
        let access = engine.access
        options.objection = { server in
            do throws(LuaError) { try access.checkServer(server) } catch { return error.message }
            return nil
        }
        options.token = try named.string("auth_token")
        options.tokenFile = try path(named, "auth_token_file", for: .reading, engine)
        options.tokenKey = try named.string("auth_token_key") ?? options.tokenKey
        options.notesServer = try named.boolean("write_server_cache") ?? options.notesServer
        options.connections = try positive(named, "pool_maxsize") ?? options.connections
        options.connectTimeout = try seconds(named, "connect_timeout") ?? options.connectTimeout
        options.idleTimeout = try seconds(named, "idle_timeout") ?? options.idleTimeout
        options.generationTimeout = try seconds(named, "generation_timeout") ?? options.generationTimeout
        options.totalTimeout = try seconds(named, "timeout") ?? options.totalTimeout
        options.retryTime = try seconds(named, "retry_time") ?? options.retryTime
        options.certificates = try path(named, "ca_file", for: .reading, engine)
        options.cache = try cache(named, engine) ?? options.cache
        options.cacheLimit = try positive(named, "cache_limit") ?? options.cacheLimit
        options.isOffline = try named.boolean("offline") ?? options.isOffline
        if let server = try named.string("bucket_address") {
            try engine.access.checkServer(server)
            options.bucketServer = server
        }
        let trace = try trace(named, engine, &options)
        return (options, trace)
    }

    /// A file or folder that the engine's scripts may use so.
    private static func path(
        _ named: NamedArguments,
        _ name: String,
        for use: LuaAccess.FileUse,
        _ engine: LuaEngine
    ) throws(LuaError) -> String? {
        guard let path = try named.string(name) else { return nil }
        try engine.access.checkFile(path, for: use)
        return path
    }

    private static func positive(_ named: NamedArguments, _ name: String) throws(LuaError) -> Int? {
        guard let number = try named.integer(name) else { return nil }
        guard number > 0 else { throw Argument(named: name).error("a number above 0 expected, got \(number)") }
        return number
    }

    private static func seconds(_ named: NamedArguments, _ name: String) throws(LuaError) -> Duration? {
        guard let number = try named.number(name) else { return nil }
        guard number > 0, number < 1e9 else {
            throw Argument(named: name).error("seconds above 0 expected, got \(LuaNumber.text(number))")
        }
        return .milliseconds(Int64(max(1, number * 1000)))
    }

    /// A folder, or whether to keep skeletons at all.
    private static func cache(
        _ named: NamedArguments,
        _ engine: LuaEngine
    ) throws(LuaError) -> ServiceClient.Options.Cache? {
        switch named.value("cache") {
        case nil: return nil
        case .boolean(false): return ServiceClient.Options.Cache.none
        case .boolean(true): return .folder(CacheFolder(environment: ProcessInfo.processInfo.environment).path)
        default: return try path(named, "cache", for: .writing, engine).map { .folder($0) }
        }
    }

    /// A file that lines are added to, or a function.
    private static func trace(
        _ named: NamedArguments,
        _ engine: LuaEngine,
        _ options: inout ServiceClient.Options
    ) throws(LuaError) -> TraceFunction? {
        guard let value = named.value("trace") else { return nil }
        if value.text != nil, let path = try path(named, "trace", for: .writing, engine) {
            do throws(FileError) { options.trace = ClientHooks.appending(to: try AppendFile(path)) } catch {
                throw LuaError(error)
            }
            return nil
        }
        guard case .reference(let function) = value, function.typeName == "function" else {
            throw Argument(named: "trace").error(expected: "path or function", got: value)
        }
        let trace = TraceFunction(function, engine)
        let queue = trace.queue
        options.trace = { queue.append($0) }
        return trace
    }
}
