/// A request as it goes over the wire.
struct HTTPRequest: Sendable {
    enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
    }

    var method: Method
    var url: String
    var headers: [(name: String, value: String)] = []
    var body: [UInt8]?
}

/// An answer that arrived whole, its content as it was sent.
struct HTTPAnswer: Sendable {
    var status: Int
    var headers: [(name: String, value: String)] = []
    var body: [UInt8] = []

    /// The value of a header, whatever the case of its name.
    func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name }?.value
    }

    var isSuccess: Bool { (200..<300).contains(status) }
}

/// How long parts of one exchange may take.
struct TimeLimits: Sendable {
    /// Between two signs of life of the server; the wait for its first byte counts.
    var idle: Duration
    /// From the first to the last byte.
    var total: Duration
}

/// Why an exchange had no answer.
enum TransportFault: Error, Equatable {
    /// No connection, or one that broke before the answer was complete.
    case connection(String)
    /// The server said nothing, or not everything, in time.
    case timedOut(String)
    case certificate(String)
    case badAddress(String)
    /// The answer is larger than can be held.
    case tooLarge(limit: Int)
    case cancelled
}

/// What carries requests to servers; tests put their own in its place.
protocol HTTPTransport: Sendable {
    /// One exchange, without retries and without following redirects.
    func answer(to request: HTTPRequest, within limits: TimeLimits) async throws(TransportFault) -> HTTPAnswer
}
