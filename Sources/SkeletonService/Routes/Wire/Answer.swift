import HTTPTypes
import NIOCore
import SkeletonModel

/// What a request is answered with: head and whole body, so that both leave in one write.
struct Answer: Sendable {
    var status: HTTPResponse.Status
    var headers: HTTPFields
    var body: ByteBuffer
    /// Whether the connection ends with it, because what the client still sends is of no use.
    var closesConnection = false
    /// Whether it breaks off in the middle, as `--fault` can ask for.
    var isCutShort = false

    /// Bytes of some type.
    init(_ bytes: [UInt8], type: String, status: HTTPResponse.Status = .ok) {
        self.status = status
        headers = [.contentType: type]
        body = ByteBuffer(bytes: bytes)
    }

    /// JSON, which ends in a newline as the reference's does.
    init(_ value: JSONValue, status: HTTPResponse.Status = .ok) {
        self.init(value.text() + [UInt8(ascii: "\n")], type: "application/json", status: status)
    }

    /// A page for people.
    static func html(_ text: String, status: HTTPResponse.Status) -> Answer {
        Answer(Array(text.utf8), type: "text/html; charset=utf-8", status: status)
    }

    /// `{"message": …}`, as the reference's framework words errors.
    static func message(_ text: String, status: HTTPResponse.Status) -> Answer {
        Answer(.object(["message": .string(text)]), status: status)
    }

    /// `{"Error": …}`, as the reference's own code words them.
    static func error(_ text: String, status: HTTPResponse.Status) -> Answer {
        Answer(.object(["Error": .string(text)]), status: status)
    }

    /// What the reference answers when it has failed without a thought.
    static var internalError: Answer { .message("Internal Server Error", status: .internalServerError) }

    /// No such address.
    static var notFound: Answer {
        .html(
            """
            <!doctype html>
            <html lang=en>
            <title>404 Not Found</title>
            <h1>Not Found</h1>
            <p>The requested URL was not found on the server. If you entered the URL manually please check your spelling and \
            try again.</p>

            """,
            status: .notFound
        )
    }

    /// Marks the answer as a skeleton's, which browsers save and scripts of other sites may read with their headers.
    mutating func markAsSkeleton() {
        headers[.contentDisposition] = "attachment"
        headers[.accessControlAllowCredentials] = "true"
        headers[.accessControlExposeHeaders] = Self.exposedHeaders
    }

    private static let exposedHeaders = """
        Cache-Control, Content-Disposition, Content-Encoding, Content-Length, Content-Type, Date, ETag, Server, Vary, \
        X-Content-Type-Options, X-Frame-Options, X-Powered-By, X-XSS-Protection, WWW-Authenticate
        """

    /// Compresses the body on the way.
    mutating func compress() {
        body = ByteBuffer(bytes: Gzip.compress(Array(body.readableBytesView)))
        headers[.contentEncoding] = "gzip"
        headers[.vary] = "Accept-Encoding"
    }
}

extension HTTPField.Name {
    static let accessControlAllowCredentials = name("access-control-allow-credentials")
    static let accessControlAllowHeaders = name("access-control-allow-headers")
    static let accessControlAllowMethods = name("access-control-allow-methods")
    static let accessControlAllowOrigin = name("access-control-allow-origin")
    static let accessControlExposeHeaders = name("access-control-expose-headers")
    static let accessControlMaxAge = name("access-control-max-age")
    static let accessControlRequestHeaders = name("access-control-request-headers")
    static let requestedWith = name("x-requested-with")

    private static func name(_ text: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(text) else { preconditionFailure("'\(text)' cannot name a header field") }
        return name
    }
}

/// A request that ends with an answer that is not the one hoped for.
struct Declined: Error {
    let answer: Answer
    /// Whether the reference has no answer of its own to this, and fails.
    let isThoughtless: Bool

    init(_ answer: Answer, isThoughtless: Bool = false) {
        (self.answer, self.isThoughtless) = (answer, isThoughtless)
    }
}
