import NIOCore
import NIOPosix

@testable import SkeletonClient

/// A proxy on this machine, which tunnels whatever it is asked to.
final class ProxyServer: Sendable {
    let port: Int
    /// The heads of the requests that came.
    let heads = Messages()
    private let channel: any Channel

    init() async throws {
        let heads = heads
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Handler(heads))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        port = channel.localAddress?.port ?? 0
    }

    deinit { channel.close(promise: nil) }

    /// Reads one head, and is a pipe after that.
    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private let heads: Messages
        private var received = ""
        private var partner: (any Channel)?

        init(_ heads: Messages) { self.heads = heads }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            if let partner { return partner.writeAndFlush(unwrapInboundIn(data), promise: nil) }
            received += String(buffer: unwrapInboundIn(data))
            guard received.hasSuffix("\r\n\r\n") else { return }
            heads.append(received)
            let words = received.split(separator: " ")
            received = ""
            guard words[0] == "CONNECT", let (host, port) = words[1].split(at: ":"), let port = Int(port) else {
                return context.close(promise: nil)
            }
            connect(context.channel, String(host), port)
        }

        private func connect(_ channel: any Channel, _ host: String, _ port: Int) {
            ClientBootstrap(group: channel.eventLoop)
                .channelInitializer { peer in
                    peer.eventLoop.makeCompletedFuture { try peer.pipeline.syncOperations.addHandler(Relay(channel)) }
                }
                .connect(host: host, port: port)
                .assumeIsolated()
                .whenSuccess { peer in
                    self.partner = peer
                    channel.writeAndFlush(ByteBuffer(string: "HTTP/1.1 200 OK\r\n\r\n"), promise: nil)
                }
        }

        func channelInactive(context: ChannelHandlerContext) { partner?.close(promise: nil) }
    }

    /// Hands on what comes from the server.
    private final class Relay: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private let partner: any Channel

        init(_ partner: any Channel) { self.partner = partner }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            partner.writeAndFlush(unwrapInboundIn(data), promise: nil)
        }

        func channelInactive(context: ChannelHandlerContext) { partner.close(promise: nil) }
    }
}
