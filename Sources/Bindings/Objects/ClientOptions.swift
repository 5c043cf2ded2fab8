import FoundationEssentials
import LuaHost
import SkeletonClient
import SkeletonModel

/// The options of a hosted client as scripts write them, with caveclient's names where it has them.
enum ClientOptions: Sendable {
    static let names = [
        "auth_token", "auth_token_file", "auth_token_key", "write_server_cache", "pool_maxsize", "connect_timeout",
        "idle_timeout", "generation_timeout", "timeout", "retry_time", "ca_file", "cache", "cache_limit", "offline",
        "bucket_address", "trace",
    ]

    /// The client's options, and the script's own trace function, if it has one.
    static func read(
        _ named: NamedArguments,
        _ hooks: ClientHooks,
        _ engine: LuaEngine
    ) throws(LuaError) -> (ServiceClient.Options, TraceFunction?) {
        var options = ServiceClient.Options()
        (options.trace, options.report) = (hooks.trace, hooks.report)
        options.token = try named.string("auth_token")
        options.tokenFile = try named.string("auth_token_file")
        options.tokenKey = try named.string("auth_token_key") ?? options.tokenKey
        options.notesServer = try named.boolean("write_server_cache") ?? options.notesServer
        options.connections = try positive(named, "pool_maxsize") ?? options.connections
        options.connectTimeout = try seconds(named, "connect_timeout") ?? options.connectTimeout
        options.idleTimeout = try seconds(named, "idle_timeout") ?? options.idleTimeout
        options.generationTimeout = try seconds(named, "generation_timeout") ?? options.generationTimeout
        options.totalTimeout = try seconds(named, "timeout") ?? options.totalTimeout
        options.retryTime = try seconds(named, "retry_time") ?? options.retryTime
        options.certificates = try named.string("ca_file")
        options.cache = try cache(named) ?? options.cache
        options.cacheLimit = try positive(named, "cache_limit") ?? options.cacheLimit
        options.isOffline = try named.boolean("offline") ?? options.isOffline
        options.bucketServer = try named.string("bucket_address") ?? options.bucketServer
        let trace = try trace(named, engine, &options)
        return (options, trace)
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
    private static func cache(_ named: NamedArguments) throws(LuaError) -> ServiceClient.Options.Cache? {
        switch named.value("cache") {
        case nil: return nil
        case .boolean(false): return ServiceClient.Options.Cache.none
        case .boolean(true): return .folder(CacheFolder(environment: ProcessInfo.processInfo.environment).path)
        default: return try named.string("cache").map { .folder($0) }
        }
    }

    /// A file that lines are added to, or a function.
    private static func trace(
        _ named: NamedArguments,
        _ engine: LuaEngine,
        _ options: inout ServiceClient.Options
    ) throws(LuaError) -> TraceFunction? {
        guard let value = named.value("trace") else { return nil }
        if let path = value.text {
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
