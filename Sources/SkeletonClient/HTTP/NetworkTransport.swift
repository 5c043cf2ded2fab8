import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization

/// The network: connections that are kept, HTTP/2 where a server offers it, proxies and certificates as configured.
final class NetworkTransport: HTTPTransport {
    /// What cannot differ between requests.
    struct Settings: Sendable {
        var connectTimeout: Duration = .seconds(10)
        /// How many connections to one server at most.
        var connections = 8
        var proxies = ProxySettings()
        /// A file or folder of certificates to trust in place of the system's.
        var certificates: String?
    }

    /// No answer may be larger; a batch of 500 large skeletons is a quarter of it.
    static let largestBody = 2 << 30

    private let settings: Settings
    // A client has at most one proxy; the key is nil for direct connections.
    private let clients = Mutex<[ProxySettings.Proxy?: HTTPClient]>([:])

    init(_ settings: Settings) { self.settings = settings }

    deinit {
        for client in clients.withLock({ $0.values }) { client.shutdown { _ in } }
    }

    func answer(to request: HTTPRequest, within limits: TimeLimits) async throws(TransportFault) -> HTTPAnswer {
        try await answer(to: request, within: limits, into: nil)
    }

    func answer(
        to request: HTTPRequest,
        within limits: TimeLimits,
        into sink: (any BodySink)?
    ) async throws(TransportFault) -> HTTPAnswer {
        let client = try client(for: request.url)
        let watch = ExchangeWatch(limits)
        do {
            return try await withThrowingTaskGroup(of: HTTPAnswer?.self) { group in
                group.addTask { try await Self.exchange(request, client, watch, sink) }
                group.addTask {
                    try await watch.expire()
                    return nil
                }
                defer { group.cancelAll() }
                guard let answer = try await group.next() ?? nil else { throw watch.fault }
                return answer
            }
        } catch {
            throw Task.isCancelled ? .cancelled : TransportFault(error)
        }
    }

    private static func exchange(
        _ request: HTTPRequest,
        _ client: HTTPClient,
        _ watch: ExchangeWatch,
        _ sink: (any BodySink)?
    ) async throws -> HTTPAnswer {
        var outgoing = HTTPClientRequest(url: request.url)
        outgoing.method = HTTPMethod(rawValue: request.method.rawValue)
        for (name, value) in request.headers { outgoing.headers.add(name: name, value: value) }
        if let body = request.body { outgoing.body = .bytes(ByteBuffer(bytes: body)) }
        // The deadline is the watch's: the client's own does not cover the body.
        let response = try await client.execute(outgoing, deadline: .distantFuture)
        watch.note()
        var answer = HTTPAnswer(status: Int(response.status.code))
        answer.headers = response.headers.map { (name: $0.name, value: $0.value) }
        if let length = answer.header("content-length").flatMap({ Int($0) }) {
            guard length <= largestBody else { throw TransportFault.tooLarge(limit: largestBody) }
            // A server's word is not worth more memory than this before the bytes are there.
            answer.body.reserveCapacity(min(length, sink == nil ? 16 << 20 : HTTPAnswer.streamedBeginning))
        }
        if answer.isStreamable, sink != nil { answer.streamedSize = 0 }
        for try await chunk in response.body {
            watch.note()
            guard answer.size + chunk.readableBytes <= largestBody else {
                throw TransportFault.tooLarge(limit: largestBody)
            }
            answer.take(chunk, sink)
        }
        return answer
    }

    private func client(for url: String) throws(TransportFault) -> HTTPClient {
        let proxy = settings.proxies.proxy(for: url)
        if let client = clients.withLock({ $0[proxy] }) { return client }
        let configuration = try configuration(proxy)
        return clients.withLock { clients in
            if let client = clients[proxy] { return client }
            let client = HTTPClient(eventLoopGroup: HTTPClient.defaultEventLoopGroup, configuration: configuration)
            clients[proxy] = client
            return client
        }
    }

    private func configuration(_ proxy: ProxySettings.Proxy?) throws(TransportFault) -> HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration()
        // An API has no business sending a token elsewhere.
        configuration.redirectConfiguration = .disallow
        configuration.timeout.connect = .nanoseconds(settings.connectTimeout.nanoseconds)
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = settings.connections
        // Whether to try again is decided once, and by us.
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.httpVersion = .automatic
        if let path = settings.certificates {
            var tls = TLSConfiguration.makeClientConfiguration()
            tls.trustRoots = try Self.roots(path)
            configuration.tlsConfiguration = tls
        }
        if let proxy {
            configuration.proxy = .server(
                host: proxy.host,
                port: proxy.port,
                authorization: proxy.user.map { .basic(username: $0, password: proxy.password ?? "") }
            )
        }
        return configuration
    }

    private static func roots(_ path: String) throws(TransportFault) -> NIOSSLTrustRoots {
        if Paths.isFolder(path) { return .file(path) }
        do {
            return .certificates(try NIOSSLCertificate.fromPEMFile(path))
        } catch {
            throw .certificate("the certificates in '\(path)' cannot be read (a file in PEM form is expected)")
        }
    }
}

extension HTTPAnswer {
    /// Adds a piece of the content, or only keeps its beginning where it goes into a sink.
    fileprivate mutating func take(_ chunk: ByteBuffer, _ sink: (any BodySink)?) {
        guard let sink, let size = streamedSize else {
            body.append(contentsOf: chunk.readableBytesView)
            return
        }
        body.append(contentsOf: chunk.readableBytesView.prefix(Self.streamedBeginning - body.count))
        streamedSize = size + chunk.readableBytes
        unsafe chunk.withUnsafeReadableBytes { unsafe sink.take($0) }
    }
}

/// Ends an exchange that takes too long.
private final class ExchangeWatch: Sendable {
    private let limits: TimeLimits
    private let start = SuspendingClock.now
    private let heard = Mutex(SuspendingClock.now)

    init(_ limits: TimeLimits) { self.limits = limits }

    /// The server has shown that it is alive.
    func note() { heard.withLock { $0 = .now } }

    /// Returns when a limit is reached.
    func expire() async throws {
        while true {
            let end = min(start + limits.total, heard.withLock(\.self) + limits.idle)
            if SuspendingClock.now >= end { return }
            try await Task.sleep(until: end, clock: .suspending)
        }
    }

    var fault: TransportFault {
        SuspendingClock.now >= start + limits.total
            ? .timedOut("no complete answer in \(limits.total.inSeconds.roundedText) s")
            : .timedOut("no sign of life for \(limits.idle.inSeconds.roundedText) s")
    }
}

extension TransportFault {
    /// What the libraries below say, in our terms.
    fileprivate init(_ error: any Error) {
        switch error {
        case let fault as TransportFault: self = fault
        case let error as HTTPClientError: self = Self.client(error)
        case is CancellationError: self = .cancelled
        case let error as NIOSSLExtraError where error == .failedToValidateHostname:
            self = .certificate("the certificate is for another host")
        case is NIOSSLError, is BoringSSLError, is NIOSSLExtraError:
            self = .certificate(Self.isTrustProblem(error) ? "the certificate is not trusted" : "\(error)")
        case let error as NIOConnectionError: self = Self.connecting(error)
        case let error as IOError: self = .connection(Self.words(error.errnoCode))
        case is HTTPParserError: self = .connection("the answer is not HTTP, or was cut off")
        default: self = .connection("\(error)")
        }
    }

    private static func client(_ error: HTTPClientError) -> TransportFault {
        switch error {
        case .connectTimeout, .tlsHandshakeTimeout, .httpProxyHandshakeTimeout, .getConnectionFromPoolTimeout:
            .timedOut("no connection in time")
        case .remoteConnectionClosed: .connection("the server closed the connection before its answer was complete")
        case .cancelled: .cancelled
        case .invalidURL, .emptyHost, .emptyScheme: .badAddress("not an address")
        case .proxyAuthenticationRequired: .connection("the proxy asks for a user and a password")
        case .invalidProxyResponse: .connection("the proxy refused")
        default: .connection("\(error)")
        }
    }

    private static func connecting(_ error: NIOConnectionError) -> TransportFault {
        if let failure = error.connectionErrors.first?.error as? IOError {
            return .connection(words(failure.errnoCode))
        }
        if let failure = error.connectionErrors.first?.error as? ChannelError, case .connectTimeout = failure {
            return .timedOut("no connection in time")
        }
        if error.dnsAError != nil || error.dnsAAAAError != nil {
            return .connection("the host '\(error.host)' is not known")
        }
        return .connection("no connection to \(error.host):\(error.port)")
    }

    private static func isTrustProblem(_ error: any Error) -> Bool {
        let text = "\(error)".uppercased()
        return text.contains("CERTIFICATE_VERIFY_FAILED") || text.contains("UNABLETOVALIDATE")
    }

    private static func words(_ number: Int32) -> String { Paths.problem(number) }
}
