import SkeletonAPI
import SkeletonModel

/// One call of a service, which may take several attempts.
struct ServiceCall: Sendable {
    var method = HTTPRequest.Method.get
    var url: String
    /// JSON.
    var body: [UInt8]?
    var token: Token?
    /// What the server's rate limits count together.
    var category: String
    /// The neuron, when the call is about one.
    var rootID: RootID?
    /// The datastack, for sentences.
    var datastack = ""
    /// Whether the answer may have to be made first.
    var waitsForGeneration = false

    /// Whether the caller gets along without an answer, so that little time is spent on it.
    var isSideService = false

    /// The request, with what every request of ours carries.
    var request: HTTPRequest {
        var request = HTTPRequest(method: method, url: url, body: body)
        request.headers = [
            ("Accept", "*/*"), ("Accept-Encoding", "gzip"), ("User-Agent", ServiceCall.userAgent),
        ]
        if body != nil, method == .post { request.headers.append(("Content-Type", "application/json")) }
        if let token { request.headers.append(("Authorization", "Bearer \(token.value)")) }
        return request
    }

    /// Operators should see who asks.
    static let userAgent = "karst (skeleton client)"
}

/// Makes a value of an answer; fields because bare typed-throws closures as generic arguments crash the compiler.
struct AnswerReader<Value: Sendable>: Sendable {
    /// One answer on its way.
    struct Reading: Sendable {
        /// What takes the content as it comes; nil to have it in the answer.
        var sink: (any BodySink)?
        let value: @Sendable (HTTPAnswer) throws(BadAnswer) -> Value
    }

    /// Begins to read another answer.
    let begin: @Sendable () -> Reading

    init(begin: @escaping @Sendable () -> Reading) {
        self.begin = begin
    }

    /// Reads answers that are there.
    init(_ value: @escaping @Sendable (HTTPAnswer) throws(BadAnswer) -> Value) {
        begin = { Reading(value: value) }
    }
}

/// Why a success is none.
struct BadAnswer: Error, Equatable {
    let problem: String

    init(_ problem: String) { self.problem = problem }
}
