public import SkeletonModel

/// Why a request to a server had no usable answer.
///
/// The address never holds a token: tokens travel in headers only, and a query that names one is cut off.
public struct RequestFailure: Hashable, Sendable {
    /// What kind of failure it is; the raw value is the word that scripts compare.
    public enum Kind: String, CaseIterable, Sendable {
        /// The server wants a token, and none was found.
        case noToken = "no_token"
        /// The server does not know the token, or it has expired.
        case invalidToken = "invalid_token"
        /// The token's owner may not do this.
        case forbidden
        /// The token's owner has to accept terms of service first; `link` says where.
        case missingTerms = "missing_tos"
        /// Too many requests.
        case rateLimited = "rate_limited"
        /// The server, or one in front of it, is overloaded or down.
        case unavailable
        /// Any other status that is not a success.
        case http
        /// No connection, or one that broke.
        case connection
        /// The server said nothing for too long.
        case timedOut = "timed_out"
        /// The server's certificate cannot be trusted.
        case certificate
        /// A success whose content is not what it should be.
        case badAnswer = "bad_answer"
        /// The server's version is too old for this.
        case serverTooOld = "server_too_old"
        /// The client was told to use no network, and the answer is not on this disk.
        case offline
        /// The address is none, or not one to send a token to.
        case badAddress = "bad_address"
    }

    /// The kind of failure.
    public let kind: Kind
    /// The address that was asked, or the server's.
    public let url: String
    /// The sentence people read.
    public let message: String
    /// The status of the answer, when there was one.
    public var status: Int?
    /// How many seconds the server asked us to wait.
    public var retryAfter: Double?
    /// The neuron that the request was about, when it was about one.
    public var rootID: RootID?
    /// Where the user can do something about it.
    public var link: String?

    /// A failure.
    public init(
        _ kind: Kind,
        url: String,
        message: String,
        status: Int? = nil,
        retryAfter: Double? = nil,
        rootID: RootID? = nil,
        link: String? = nil
    ) {
        (self.kind, self.url, self.message) = (kind, url, message)
        (self.status, self.retryAfter, self.rootID, self.link) = (status, retryAfter, rootID, link)
    }

    /// Whether the same request may well succeed later.
    public var isPassing: Bool {
        switch kind {
        case .rateLimited, .unavailable, .connection, .timedOut, .badAnswer: true
        case .http: (status ?? 0) >= 500
        default: false
        }
    }

    var details: [String: JSONValue] {
        var details: [String: JSONValue] = ["url": .string(url), "retryable": .boolean(isPassing)]
        details["status"] = status.map { .integer(Int64($0)) }
        details["retry_after"] = retryAfter.map(JSONValue.number)
        details["root_id"] = rootID.map { .integer($0.value) }
        details["link"] = link.map(JSONValue.string)
        return details
    }
}
