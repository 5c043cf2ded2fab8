import FoundationEssentials
import Hummingbird
import HummingbirdHTTP2
import NIOSSL
import TestSupport
import Testing

@testable import SkeletonClient

/// What lies between a client and its server: encryption, HTTP/2 and proxies, over real connections.
struct NetworkTests {
    private static let certificate = Repository.fixtures.appending(path: "Client/localhost.pem").path
    private static let key = Repository.fixtures.appending(path: "Client/localhost-key.pem").path

    private static func client(
        _ address: String,
        _ folder: TemporaryFolder,
        _ environment: [String: String]
    ) throws -> ServiceClient {
        var options = ServiceClient.Options()
        options.environment = environment.merging(["HOME": folder.path]) { $1 }
        options.serverAddress = address
        options.token = Recording.token
        return try ServiceClient(datastack: "demo_stack", options)
    }

    @Test func aServerThatOffersHTTP2IsSpokenToInIt() async throws {
        let folder = try TemporaryFolder()
        try await Self.withServer { port in
            let environment = ["SSL_CERT_FILE": Self.certificate]
            let names = try await Self.client("https://127.0.0.1:\(port)", folder, environment).datastackNames()
            #expect(names == ["HTTP/2"])
        }
    }

    @Test func aProxyTunnelsWhatIsEncryptedAndNeverSeesTheToken() async throws {
        let (folder, proxy) = (try TemporaryFolder(), try await ProxyServer())
        try await Self.withServer { port in
            let environment = [
                "REQUESTS_CA_BUNDLE": Self.certificate, "https_proxy": "http://me:p%40ss@127.0.0.1:\(proxy.port)",
            ]
            let names = try await Self.client("https://127.0.0.1:\(port)", folder, environment).datastackNames()
            #expect(names == ["HTTP/2"])
            let head = try #require(proxy.heads.all.first)
            #expect(head.hasPrefix("CONNECT 127.0.0.1:\(port) HTTP/1.1\r\n"))
            // me:p@ss
            #expect(head.lowercased().contains("proxy-authorization: basic bwu6cebzcw=="))
            #expect(!head.contains(Recording.token))
        }
    }

    @Test func whatIsPlainGoesThroughTheProxyTheSameWay() async throws {
        let (folder, proxy) = (try TemporaryFolder(), try await ProxyServer())
        let server = try await WireServer { _, _ in
            .bytes(WireServer.answer("200 OK", "application/json", Array("[\"plain\"]".utf8)))
        }
        let environment = ["HTTP_PROXY": "127.0.0.1:\(proxy.port)", "no_proxy": "localhost"]
        let names = try await Self.client("http://127.0.0.1:\(server.port)", folder, environment).datastackNames()
        #expect(names == ["plain"])
        #expect(proxy.heads.all.first?.hasPrefix("CONNECT 127.0.0.1:\(server.port) HTTP/1.1\r\n") == true)
    }

    // MARK: A server of HTTP/2

    /// A stream of HTTP/2 is a channel within a connection, which is one within the server.
    private struct StreamContext: RequestContext {
        var coreContext: CoreRequestContextStorage
        let isStream: Bool

        init(source: ApplicationRequestContextSource) {
            coreContext = .init(source: source)
            isStream = source.channel.parent?.parent != nil
        }
    }

    /// A server whose list of datastacks is how it was asked for.
    private static func withServer(_ use: @escaping @Sendable (Int) async throws -> Void) async throws {
        let router = Router(context: StreamContext.self)
        router.get("info/api/v2/datastacks") { _, context in context.isStream ? ["HTTP/2"] : ["HTTP/1.1"] }
        let tls = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMFile(certificate).map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: key, format: .pem))
        )
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let application = Application(
            router: router,
            server: try .http2Upgrade(tlsConfiguration: tls),
            configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { port.yield($0.localAddress?.port ?? 0) }
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await application.run() }
            group.addTask {
                for await port in ports { return try await use(port) }
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }
}
