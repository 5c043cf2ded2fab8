import NIOCore
import NIOPosix
import NIOSSL

@testable import SkeletonClient

/// A server on this machine that says byte for byte what a test wants, also what is no HTTP.
final class WireServer: Sendable {
    /// What is done with one request.
    enum Reply: Sendable {
        /// These bytes, and the connection stays open.
        case bytes([UInt8])
        /// These bytes, and then the connection breaks.
        case bytesThenClose([UInt8])
        /// Nothing, for ever.
        case silence
    }

    let port: Int
    private let channel: any Channel

    /// - Parameters:
    ///   - tls: A certificate and its key, both files.
    ///   - reply: By the first line's path; the second argument is the server's own address.
    init(
        tls: (certificate: String, key: String)? = nil,
        _ reply: @escaping @Sendable (String, String) -> Reply
    ) async throws {
        let context = try tls.map { files in
            var configuration = TLSConfiguration.makeServerConfiguration(
                certificateChain: try NIOSSLCertificate.fromPEMFile(files.certificate).map { .certificate($0) },
                privateKey: .privateKey(try NIOSSLPrivateKey(file: files.key, format: .pem))
            )
            configuration.applicationProtocols = ["http/1.1"]
            return try NIOSSLContext(configuration: configuration)
        }
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let context {
                        try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context))
                    }
                    try channel.pipeline.syncOperations.addHandler(Handler(reply))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        port = channel.localAddress?.port ?? 0
    }

    deinit { channel.close(promise: nil) }

    /// A whole answer.
    static func answer(_ status: String, _ type: String, _ body: [UInt8], length: Int? = nil) -> [UInt8] {
        let head = "HTTP/1.1 \(status)\r\nContent-Type: \(type)\r\nContent-Length: \(length ?? body.count)\r\n\r\n"
        return Array(head.utf8) + body
    }

    /// Waits for whole requests, however they are cut into pieces.
    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private let reply: @Sendable (String, String) -> Reply
        private var received: [UInt8] = []

        init(_ reply: @escaping @Sendable (String, String) -> Reply) { self.reply = reply }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            received += unwrapInboundIn(data).readableBytesView
            while let path = takeRequest() {
                let address = "http://127.0.0.1:\(context.localAddress?.port ?? 0)"
                switch reply(path, address) {
                case .bytes(let bytes):
                    context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
                case .bytesThenClose(let bytes):
                    context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
                    context.close(promise: nil)
                case .silence: break
                }
            }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

        private func takeRequest() -> String? {
            let text = String(decoding: received, as: UTF8.self)
            guard let (head, _) = text.split(at: "\r\n\r\n") else { return nil }
            let lines = head.split(separator: "\r\n")
            let length =
                lines.lazy.compactMap { line -> Int? in
                    guard let (name, value) = line.split(at: ":"), name.lowercased() == "content-length" else {
                        return nil
                    }
                    return Int(String(value).trimmingBlanks)
                }.first ?? 0
            let size = head.utf8.count + 4 + length
            guard received.count >= size else { return nil }
            received.removeFirst(size)
            return lines.first?.split(separator: " ").dropFirst().first.map(String.init)
        }
    }
}
