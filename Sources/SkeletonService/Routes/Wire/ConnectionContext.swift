public import Hummingbird
import NIOCore

/// What is known of the connection that a request came on.
public struct ConnectionContext: InitializableFromSource, Sendable {
    /// The address at its other end.
    let client: String

    /// From Hummingbird's own.
    public init(source: ApplicationRequestContextSource) {
        self.init(client: source.channel.remoteAddress?.ipAddress)
    }

    init(client: String?) { self.client = client ?? "unknown" }
}
