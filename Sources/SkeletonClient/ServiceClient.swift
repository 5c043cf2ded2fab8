import FoundationEssentials
public import SkeletonAPI
import SkeletonModel
import Synchronization

/// The client of a skeleton service that is reached over HTTP: the hosted one, or `karst serve`.
///
/// It asks nothing before it has to, keeps below the server's limits, repeats what may pass, and never drops an id.
///
/// ```swift
/// let client = try ServiceClient(datastack: "minnie65_public")
/// let cell = try await client.skeleton(id, datastack: "minnie65_public", version: .newest, format: .dict)
/// ```
public final class ServiceClient: SkeletonServing {
    /// The server that knows all datastacks, unless another is named.
    public static let defaultServer = "https://global.daf-apis.com"

    /// The info service's server.
    let global: ServerAddress
    let options: Options
    let session: Session
    let cache: SkeletonCache?
    /// The datastack that the client was made for.
    let datastackName: String
    let dispatched = Dispatched()
    let bucketTokens = Mutex<[String: BucketToken]>([:])
    let answerSize = AnswerSize()
    /// The refusal lists that were asked for statuses, and when.
    let refusals = Mutex<[String: (asked: Duration, ids: Set<RootID>)]>([:])
    /// The token, and where it is from.
    public let credentials: Credentials
    private let datastacks = Mutex<[String: Memo<Datastack>]>([:])

    /// A client of the server that is named in the options, noted for the datastack, or the default one.
    ///
    /// Nothing is asked yet. A token is looked for where caveclient does.
    public convenience init(datastack: String, _ options: Options = Options()) throws(ServiceError) {
        let transport = NetworkTransport(options.network)
        // A machine that slept has not been waiting: what was under way is not late, and is tried again.
        try self.init(datastack: datastack, options, transport: transport, time: TimeSource(SuspendingClock()))
    }

    init(
        datastack: String,
        _ options: Options,
        transport: any HTTPTransport,
        time: TimeSource
    ) throws(ServiceError) {
        let secrets = Secrets(environment: options.environment)
        let address = options.serverAddress ?? secrets.server(of: datastack) ?? Self.defaultServer
        guard let global = ServerAddress(address) else { throw .badServer(address) }
        try options.check(global)
        (self.global, datastackName) = (global, datastack)
        self.options = options
        session = Session(transport, options.session, time: time, trace: RequestTrace(time, options.trace))
        cache = SkeletonCache(options, server: global)
        credentials = Credentials(server: global, options)
        if options.notesServer, options.serverAddress != nil {
            try secrets.note(server: address, of: datastack)
        }
    }

    /// The address of the server that knows the datastacks.
    public var serverAddress: String { global.description }

    // MARK: Datastacks

    /// What the info service says of a datastack.
    func datastack(_ name: String) async throws(ServiceError) -> Datastack {
        guard Self.isDatastackName(name) else { throw .badDatastackName(name) }
        let memo = datastacks.withLock { datastacks in
            let memo = datastacks[name] ?? Memo<Datastack>()
            datastacks[name] = memo
            return memo
        }
        return try await memo.get(.init { [self] () async throws(ServiceError) in try await lookUp(name) })
    }

    private func lookUp(_ name: String) async throws(ServiceError) -> Datastack {
        var call = try call(global, "/info/api/v2/datastack/full/\(Percent.encoded(name))", category: "info")
        call.datastack = name
        do throws(ServiceError) {
            return try await session.value(
                of: call,
                .object { [global] (record) throws(BadAnswer) in
                    guard let datastack = Datastack(name: name, record: record) else {
                        throw BadAnswer("the record of datastack '\(name)' names no server")
                    }
                    guard datastack.server.isEncrypted || !global.isEncrypted else {
                        throw BadAnswer("its server '\(datastack.server)' is not encrypted, so no token may go there")
                    }
                    return datastack
                }
            )
        } catch {
            guard case .request(let failure) = error, failure.status == 404 else { throw error }
            throw .unknownDatastack(name, known: (try? await datastackNames()) ?? [])
        }
    }

    /// The names of all datastacks that the server knows.
    public func datastackNames() async throws(ServiceError) -> [String] {
        try await session.value(
            of: try call(global, "/info/api/v2/datastacks", category: "info"),
            .names
        )
    }

    /// A name that is one part of an address and cannot lead out of it.
    static func isDatastackName(_ name: String) -> Bool {
        guard let first = name.utf8.first, name.utf8.count <= 128, !".-".utf8.contains(first) else { return false }
        return name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."):
                true
            default: false
            }
        }
    }

    // MARK: Calls

    /// A call of a server that may see the token: the global one, or one that it has named.
    func call(_ server: ServerAddress, _ path: String, category: String) throws(ServiceError) -> ServiceCall {
        if options.isOffline { throw .offline(server) }
        try options.check(server)
        return ServiceCall(url: "\(server)\(path)", token: credentials.token, category: category)
    }

    /// A call of the skeleton service about a datastack.
    func call(_ datastack: Datastack, _ path: String, category: String) throws(ServiceError) -> ServiceCall {
        var call = try call(datastack.server, "", category: category)
        call.url = datastack.skeletons + path
        call.datastack = datastack.name
        return call
    }

    /// Says what did not work and is not worth failing for.
    func report(_ message: String) {
        session.trace.note(message)
        options.report?(message)
    }
}

extension ServiceError {
    static func badServer(_ address: String) -> ServiceError {
        .request(
            RequestFailure(
                .badAddress,
                url: address,
                message: "'\(address)' is no address of a server (such as https://global.daf-apis.com)"
            )
        )
    }

    static func offline(_ server: ServerAddress) -> ServiceError {
        .request(
            RequestFailure(
                .offline,
                url: server.description,
                message: "the client is offline, and this needs an answer from \(server.netloc)"
            )
        )
    }
}
