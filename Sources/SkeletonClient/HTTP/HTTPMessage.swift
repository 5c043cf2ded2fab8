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
    /// All of the content, or the beginning of one that went into a sink.
    var body: [UInt8] = []
    /// How much of the content went into a sink; nil when none was used.
    var streamedSize: Int?

    /// What of streamed content is kept, for telling what it was.
    static let streamedBeginning = 1 << 20

    /// The bytes of the content.
    var size: Int { streamedSize ?? body.count }

    /// Whether the content of a success can be read as it comes.
    var isStreamable: Bool { isSuccess && ["", "identity"].contains(contentEncoding) }

    /// In lower case.
    var contentEncoding: String { header("content-encoding")?.lowercased() ?? "identity" }

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

/// Takes the content of a success as it arrives, piece by piece.
protocol BodySink: Sendable {
    func take(_ bytes: UnsafeRawBufferPointer)
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

    /// The same with the content of a success in a sink, except when it is encoded.
    func answer(
        to request: HTTPRequest,
        within limits: TimeLimits,
        into sink: (any BodySink)?
    ) async throws(TransportFault) -> HTTPAnswer
}

extension HTTPTransport {
    /// In one piece.
    func answer(
        to request: HTTPRequest,
        within limits: TimeLimits,
        into sink: (any BodySink)?
    ) async throws(TransportFault) -> HTTPAnswer {
        var answer = try await answer(to: request, within: limits)
        guard let sink, answer.isStreamable else { return answer }
        unsafe answer.body.withUnsafeBytes { unsafe sink.take($0) }
        answer.streamedSize = answer.body.count
        return answer
    }
}
