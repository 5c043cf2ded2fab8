import HTTPTypes
import Hummingbird
import HummingbirdCore
public import Logging
import NIOCore
public import SkeletonAPI
import SkeletonModel

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The routes on a port.
public final class HTTPServer: Sendable {
    private let routes: ServiceRoutes
    private let options: ServeOptions
    private let server: Server<HTTP1Channel>
    private let listening: AsyncStream<Int>

    /// A server that does not listen yet.
    ///
    /// - Throws: `RoutesError.openToNetwork` when anybody on the network could ask it, and nobody said that they may.
    public init(_ service: any SkeletonHosting, options: ServeOptions, logger: Logger) throws(RoutesError) {
        guard options.isLoopback || options.access != nil || options.isOpen else {
            throw .openToNetwork(host: options.host)
        }
        let routes = ServiceRoutes(service, options: options, logger: logger)
        let (listening, announcement) = AsyncStream<Int>.makeStream()
        let channel = HTTP1Channel(
            responder: { request, writer, channel in
                let client = ConnectionContext(client: channel.remoteAddress?.ipAddress).client
                let answer = try await routes.answer(request, client: client)
                // A client that does not read what the system's buffers cannot hold must not stay for ever.
                let isLong = answer.body.readableBytes > 1 << 16
                let end =
                    isLong ? channel.eventLoop.scheduleTask(in: .seconds(600)) { channel.close(promise: nil) } : nil
                defer { end?.cancel() }
                try await answer.send(writer, to: request.method)
            },
            configuration: HTTP1Channel.Configuration(
                idleTimeout: .nanoseconds(Int64(options.patience.inSeconds * 1e9)),
                // Twice the longest address that is answered, so that a longer one can be told so.
                httpDecoderConfiguration: .init(
                    maxHeaderFieldSize: options.longestAddress * 2,
                    maxHeaderListSize: options.longestAddress * 4
                )
            )
        )
        server = Server(
            childChannelSetup: channel,
            configuration: ServerConfiguration(address: .hostname(options.host, port: options.port)),
            onServerRunning: { channel in
                announcement.yield(channel.localAddress?.port ?? 0)
                announcement.finish()
            },
            eventLoopGroup: EventLoopGroupProvider.singleton.eventLoopGroup,
            logger: Logger(label: "karst.http") { _ in SwiftLogNoOpLogHandler() }
        )
        (self.routes, self.options, self.listening) = (routes, options, listening)
    }

    /// Listens and answers until `stop` is called; `onListening` is told the address as soon as requests are taken.
    ///
    /// A cancelled task ends in good order too.
    public func run(onListening: @escaping @Sendable (_ address: String) -> Void) async throws(RoutesError) {
        let announcement = Task { [listening, options] in
            for await port in listening { onListening("http://\(Self.bracketed(options.host)):\(port)") }
        }
        defer { announcement.cancel() }
        // Of its own, because requests under way must not be cancelled with whoever runs the server.
        let running = Task { try await server.run() }
        let result = await withTaskCancellationHandler {
            await running.result
        } onCancel: {
            Task { await self.stop() }
        }
        if case .failure(let error) = result { throw problem(error) }
    }

    /// Takes no more connections, lets those who wait for a skeleton know, and ends when all answers are sent.
    public func stop() async {
        routes.stopping.begin()
        // It fails only when it has been stopped, which is what is wanted.
        try? await server.shutdownGracefully()
    }

    private func problem(_ error: any Error) -> RoutesError {
        if let error = error as? IOError, error.errnoCode == EADDRINUSE {
            return .portInUse(host: options.host, port: options.port)
        }
        return .cannotListen(host: options.host, port: options.port, problem: "\(error)")
    }

    /// A host as it stands in an address.
    private static func bracketed(_ host: String) -> String { host.contains(":") ? "[\(host)]" : host }
}

extension Answer {
    /// Sends head and body in one write.
    @concurrent fileprivate func send(_ writer: consuming ResponseWriter, to method: HTTPRequest.Method) async throws {
        let response = response(to: method)
        guard isCutShort, body.readableBytes > 1 else {
            try await writer.write(response: response.head, body: response.body)
            if closesConnection { throw Dropped() }
            return
        }
        let half = ByteBuffer(body.readableBytesView.prefix(body.readableBytes / 2))
        var body = try await writer.writeHead(response.head)
        try await body.write(half)
        throw Dropped()
    }
}
