/// How a server behaves.
public struct ServeOptions: Sendable {
    /// The address to listen on.
    public var host: String
    /// The port to listen on; 0 for a free one.
    public var port: Int
    /// Whether the reference's own faults are answered too, byte for byte where that is possible.
    public var isQuirky = false
    /// The tokens that may ask; nil lets anybody.
    public var access: AccessList?
    /// Whether anybody may ask from other machines too.
    public var isOpen = false
    /// How many requests of a kind each user may make.
    public var limits: [RateLimit] = []
    /// What goes wrong on purpose.
    public var fault: FaultPlan?
    /// Whether skeletons are only shown and never made.
    public var isReadOnly = false
    /// How long a request may wait for a skeleton that is being made.
    public var longestWait: Duration = .seconds(600)
    /// How large the body of a request may be, in bytes.
    public var largestBody = 8 << 20
    /// How long a client may take to send a body, and how long a connection may be idle.
    public var patience: Duration = .seconds(60)
    /// How long an address may be, in bytes.
    public var longestAddress = 1 << 18

    /// A server on this machine that anybody on it may ask.
    public init(host: String = "127.0.0.1", port: Int = 0) {
        (self.host, self.port) = (host, port)
    }

    var bodyLimits: BodyLimits { BodyLimits(size: largestBody, time: patience) }

    /// Whether only this machine can reach the address.
    var isLoopback: Bool { host == "localhost" || host == "::1" || host.hasPrefix("127.") }
}
